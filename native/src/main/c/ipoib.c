/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "ipoib.h"

#include <string.h>

#define ETHERTYPE_V4 0x0800
#define ETHERTYPE_V6 0x86DD
#define ENCAPSULATION 4
#define V4_HEADER 20
#define V6_HEADER 40
#define UDP_HEADER 8
#define PROTOCOL_UDP 17
#define NEXT_FRAGMENT 44

static const uint8_t v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static void put16(uint8_t *at, const uint32_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static uint32_t get16(const uint8_t *at) {
    return (uint32_t)at[0] << 8 | at[1];
}

/* The one's complement sum in the machine's byte order (RFC 1071), 16 bits; an odd last byte counts as followed by 0. */
static uint32_t sum_bytes(const uint8_t *bytes, size_t length) {
    uint64_t sum = 0;
    uint64_t words[4];
    while (length >= sizeof words) {
        memcpy(words, bytes, sizeof words);
        for (int i = 0; i < 4; i++) {
            sum += (words[i] & 0xFFFFFFFF) + (words[i] >> 32); /* below 2^33 each: no overflow within 2^31 words */
        }
        bytes += sizeof words;
        length -= sizeof words;
    }
    while (length >= 4) {
        uint32_t word;
        memcpy(&word, bytes, sizeof word);
        sum += word;
        bytes += 4;
        length -= 4;
    }
    uint8_t last[4] = {0, 0, 0, 0};
    if (length > 0) {
        memcpy(last, bytes, length);
        uint32_t word;
        memcpy(&word, last, sizeof word);
        sum += word;
    }
    sum = (sum & 0xFFFFFFFF) + (sum >> 32);
    sum = (sum & 0xFFFFFFFF) + (sum >> 32);
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    return (uint32_t)((sum & 0xFFFF) + (sum >> 16));
}

static uint32_t fold(uint32_t sum) {
    sum = (sum & 0xFFFF) + (sum >> 16);
    return (sum & 0xFFFF) + (sum >> 16);
}

/* A 16-bit number as a sum's term: as its network bytes lie. */
static uint32_t term(const uint32_t value) {
    uint8_t bytes[2];
    uint16_t word;
    put16(bytes, value);
    memcpy(&word, bytes, sizeof word);
    return word;
}

static void put_checksum(uint8_t *at, const uint32_t folded) {
    const uint16_t word = (uint16_t)~folded;
    memcpy(at, &word, sizeof word);
}

void um_ipoib_template(struct um_ipoib_template *template, const struct um_address *source, const struct um_address *destination,
    const uint8_t hop_limit) {
    memset(template, 0, sizeof *template);
    template->v6 = source->kind == UM_ADDRESS_IPV6;
    uint8_t *ip = template->header + ENCAPSULATION;
    uint8_t *udp;
    if (template->v6) {
        template->length = UM_IPOIB_HEADER_V6;
        put16(template->header, ETHERTYPE_V6);
        ip[0] = 0x60;
        ip[6] = PROTOCOL_UDP;
        ip[7] = hop_limit;
        memcpy(ip + 8, source->bytes, 16);
        memcpy(ip + 24, destination->bytes, 16);
        template->pseudo = sum_bytes(ip + 8, 32);
        udp = ip + V6_HEADER;
    } else {
        template->length = UM_IPOIB_HEADER_V4;
        put16(template->header, ETHERTYPE_V4);
        ip[0] = 0x45;
        put16(ip + 6, 0x4000); /* don't fragment */
        ip[8] = hop_limit;
        ip[9] = PROTOCOL_UDP;
        memcpy(ip + 12, source->bytes + 12, 4);
        memcpy(ip + 16, destination->bytes + 12, 4);
        template->pseudo = sum_bytes(ip + 12, 8);
        udp = ip + V4_HEADER;
    }
    put16(udp, source->port);
    put16(udp + 2, destination->port);
    template->pseudo = fold(template->pseudo + term(PROTOCOL_UDP) + term(source->port) + term(destination->port));
}

void um_ipoib_encode(const struct um_ipoib_template *template, const uint16_t identification,
    const struct um_ipoib_piece *pieces, const int count, uint8_t *into) {
    memcpy(into, template->header, template->length);
    uint32_t length = UDP_HEADER;
    uint32_t sum = template->pseudo;
    for (int i = 0; i < count; i++) {
        const uint32_t piece = sum_bytes(pieces[i].bytes, pieces[i].length);
        sum += length % 2 == 0 ? piece : (piece & 0xFF) << 8 | piece >> 8; /* begins at an odd byte: halves change places */
        length += (uint32_t)pieces[i].length;
    }
    uint8_t *ip = into + ENCAPSULATION;
    uint8_t *udp = into + template->length - UDP_HEADER;
    if (template->v6) {
        put16(ip + 4, length);
    } else {
        put16(ip + 2, V4_HEADER + length);
        put16(ip + 4, identification);
        put_checksum(ip + 10, sum_bytes(ip, V4_HEADER));
    }
    put16(udp + 4, length);
    uint32_t folded = fold(sum + 2 * term(length)); /* in the pseudo header and in UDP's own */
    put_checksum(udp + 6, folded == 0xFFFF ? 0 : folded); /* 0 would say that there is none */
}

/* UDP's part: its header lies at udp, the payload elsewhere; available is what the IP header says there is of both. */
static enum um_ipoib_verdict decode_udp(const uint8_t *udp, const uint8_t *payload, const size_t available, const bool v6,
    const uint16_t port, const uint32_t addresses, struct um_ipoib_frame *frame) {
    const uint32_t length = get16(udp + 4);
    if (length < UDP_HEADER || length > available || get16(udp + 2) != port) {
        return UM_IPOIB_FOREIGN;
    }
    frame->length = length - UDP_HEADER;
    frame->source.port = get16(udp);
    if (get16(udp + 6) == 0) {
        return v6 ? UM_IPOIB_BAD_CHECKSUM : UM_IPOIB_OURS; /* over IPv4 a sender may leave it out */
    }
    const uint32_t sum = addresses + term(PROTOCOL_UDP) + term(length) + sum_bytes(udp, UDP_HEADER) +
        sum_bytes(payload, frame->length);
    return fold(sum) == 0xFFFF ? UM_IPOIB_OURS : UM_IPOIB_BAD_CHECKSUM;
}

static enum um_ipoib_verdict decode_v4(const uint8_t *ip, const uint8_t *payload, const size_t available, const uint16_t port,
    struct um_ipoib_frame *frame) {
    const uint32_t total = get16(ip + 2);
    if (ip[0] != 0x45 || total < V4_HEADER || total > available) {
        return UM_IPOIB_FOREIGN;
    }
    if (sum_bytes(ip, V4_HEADER) != 0xFFFF) {
        return UM_IPOIB_BAD_CHECKSUM;
    }
    if (ip[9] != PROTOCOL_UDP) {
        return UM_IPOIB_FOREIGN;
    }
    if ((get16(ip + 6) & 0x3FFF) != 0) { /* more fragments, or not the first */
        return UM_IPOIB_FRAGMENT;
    }
    frame->source.kind = UM_ADDRESS_IPV4;
    memcpy(frame->source.bytes, v4_prefix, sizeof v4_prefix);
    memcpy(frame->source.bytes + 12, ip + 12, 4);
    memcpy(frame->destination, v4_prefix, sizeof v4_prefix);
    memcpy(frame->destination + 12, ip + 16, 4);
    return decode_udp(ip + V4_HEADER, payload, total - V4_HEADER, false, port, sum_bytes(ip + 12, 8), frame);
}

static enum um_ipoib_verdict decode_v6(const uint8_t *ip, const uint8_t *payload, const size_t available, const uint16_t port,
    struct um_ipoib_frame *frame) {
    const uint32_t length = get16(ip + 4);
    if (ip[0] >> 4 != 6 || V6_HEADER + length > available) {
        return UM_IPOIB_FOREIGN;
    }
    if (ip[6] == NEXT_FRAGMENT) {
        return UM_IPOIB_FRAGMENT;
    }
    if (ip[6] != PROTOCOL_UDP) {
        return UM_IPOIB_FOREIGN;
    }
    frame->source.kind = UM_ADDRESS_IPV6;
    memcpy(frame->source.bytes, ip + 8, 16);
    memcpy(frame->destination, ip + 24, 16);
    return decode_udp(ip + V6_HEADER, payload, length, true, port, sum_bytes(ip + 8, 32), frame);
}

enum um_ipoib_verdict um_ipoib_decode(const uint8_t *header, const uint8_t *payload, const size_t length, const bool v6,
    const uint16_t port, struct um_ipoib_frame *frame) {
    memset(frame, 0, sizeof *frame);
    if (length < (v6 ? UM_IPOIB_HEADER_V6 : UM_IPOIB_HEADER_V4) ||
        get16(header) != (v6 ? (uint32_t)ETHERTYPE_V6 : (uint32_t)ETHERTYPE_V4)) {
        return UM_IPOIB_FOREIGN;
    }
    const uint8_t *ip = header + ENCAPSULATION;
    return v6 ? decode_v6(ip, payload, length - ENCAPSULATION, port, frame)
        : decode_v4(ip, payload, length - ENCAPSULATION, port, frame);
}
