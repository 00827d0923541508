/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* The IPoIB encapsulation: fixed vectors, and what this host's kernel makes and takes. */
#include "fixture.h"
#include "ipoib.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOM 2048

/* 10.9.0.1:40000 -> 239.1.2.3:4000, "hello", identification 0x1234, TTL 1; checksums worked out apart from this code. */
static const uint8_t hello_v4[] = {
    0x08, 0x00, 0x00, 0x00,
    0x45, 0x00, 0x00, 0x21, 0x12, 0x34, 0x40, 0x00, 0x01, 0x11, 0x6c, 0x8a, 0x0a, 0x09, 0x00, 0x01, 0xef, 0x01, 0x02, 0x03,
    0x9c, 0x40, 0x0f, 0xa0, 0x00, 0x0d, 0x15, 0x13, 'h', 'e', 'l', 'l', 'o'};

static const char *const payloads[] = {"", "x", "hello", "a longer payload, of an odd length, that goes through all of the loops"};

static uint32_t encode(const struct um_address *source, const struct um_address *destination, const uint16_t identification,
    const char *payload, const size_t cut, uint8_t *into) {
    struct um_ipoib_template template;
    um_ipoib_template(&template, source, destination, 1);
    const struct um_ipoib_piece pieces[2] = {{(const uint8_t *)payload, cut},
        {(const uint8_t *)payload + cut, strlen(payload) - cut}};
    um_ipoib_encode(&template, identification, pieces, 2, into);
    memcpy(into + template.length, payload, strlen(payload));
    return template.length + (uint32_t)strlen(payload);
}

static enum um_ipoib_verdict decode(const uint8_t *frame, const size_t length, const bool v6, const uint16_t port,
    struct um_ipoib_frame *into) {
    const size_t header = v6 ? UM_IPOIB_HEADER_V6 : UM_IPOIB_HEADER_V4;
    return um_ipoib_decode(frame, frame + header, length, v6, port, into);
}

static void encodes_the_vector(void **state) {
    (void)state;
    const struct um_address source = ipv4("10.9.0.1", 40000);
    const struct um_address destination = ipv4("239.1.2.3", 4000);
    for (size_t cut = 0; cut <= 5; cut++) { /* wherever the header ends and the range begins */
        uint8_t frame[ROOM];
        assert_int_equal(encode(&source, &destination, 0x1234, "hello", cut, frame), sizeof hello_v4);
        assert_memory_equal(frame, hello_v4, sizeof hello_v4);
    }
}

static void decodes_what_it_encodes(void **state) {
    (void)state;
    for (int v6 = 0; v6 < 2; v6++) {
        const struct um_address source = v6 ? ipv6("fe80::1", 40001) : ipv4("10.9.0.1", 40001);
        const struct um_address destination = v6 ? ipv6("ff15::1234", 4000) : ipv4("239.1.2.3", 4000);
        for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
            uint8_t frame[ROOM];
            struct um_ipoib_frame into;
            const uint32_t length = encode(&source, &destination, 7, payloads[i], strlen(payloads[i]) / 2, frame);
            assert_int_equal(decode(frame, length, v6, 4000, &into), UM_IPOIB_OURS);
            assert_int_equal(into.length, strlen(payloads[i]));
            assert_int_equal(into.source.port, 40001);
            assert_memory_equal(into.source.bytes, source.bytes, 16);
            assert_memory_equal(into.destination, destination.bytes, 16);
            assert_int_equal(decode(frame, length + 3, v6, 4000, &into), UM_IPOIB_OURS); /* padding of a link */
            assert_int_equal(into.length, strlen(payloads[i]));
            assert_int_equal(decode(frame, length - 1, v6, 4000, &into), UM_IPOIB_FOREIGN);
            assert_int_equal(decode(frame, length, v6, 4001, &into), UM_IPOIB_FOREIGN);
            assert_int_equal(decode(frame, length, !v6, 4000, &into), UM_IPOIB_FOREIGN);
        }
    }
}

static void no_flipped_bit_passes(void **state) {
    (void)state;
    for (int v6 = 0; v6 < 2; v6++) {
        const struct um_address source = v6 ? ipv6("fe80::1", 40001) : ipv4("10.9.0.1", 40001);
        const struct um_address destination = v6 ? ipv6("ff15::1234", 4000) : ipv4("239.1.2.3", 4000);
        uint8_t frame[ROOM];
        struct um_ipoib_frame into;
        const uint32_t length = encode(&source, &destination, 7, payloads[3], 9, frame);
        for (uint32_t bit = 0; bit < length * 8; bit++) {
            /* the reserved bytes; in IPv6 traffic class, flow label and hop limit, which no checksum covers */
            const uint32_t byte = bit / 8;
            const bool free_byte = byte == 2 || byte == 3 || (v6 && ((byte >= 4 && byte <= 7) || byte == 11));
            frame[byte] ^= (uint8_t)(1 << bit % 8);
            const enum um_ipoib_verdict verdict = decode(frame, length, v6, 4000, &into);
            frame[byte] ^= (uint8_t)(1 << bit % 8);
            if (!free_byte) {
                assert_int_not_equal(verdict, UM_IPOIB_OURS);
            }
        }
    }
}

static void tells_fragments_and_missing_checksums_apart(void **state) {
    (void)state;
    struct um_ipoib_frame into;
    uint8_t frame[sizeof hello_v4];
    memcpy(frame, hello_v4, sizeof frame);
    frame[10] = 0x20; /* more fragments, the checksum made right again */
    frame[14] = 0x8c;
    frame[15] = 0x8a;
    assert_int_equal(decode(frame, sizeof frame, false, 4000, &into), UM_IPOIB_FRAGMENT);
    memcpy(frame, hello_v4, sizeof frame);
    frame[30] = 0;
    frame[31] = 0;
    frame[32] ^= 1;
    assert_int_equal(decode(frame, sizeof frame, false, 4000, &into), UM_IPOIB_OURS); /* over IPv4 it may be left out */
    memcpy(frame, hello_v4, sizeof frame);
    frame[13] = 6; /* TCP */
    frame[14] = 0x6c;
    frame[15] = 0x95;
    assert_int_equal(decode(frame, sizeof frame, false, 4000, &into), UM_IPOIB_FOREIGN);
    for (size_t length = 0; length < UM_IPOIB_HEADER_V4; length++) {
        assert_int_equal(decode(frame, length, false, 4000, &into), UM_IPOIB_FOREIGN);
    }
}

/* An IP packet that goes over lo, without its link header: its length. */
static ssize_t capture(const int fd, uint8_t *into) {
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 5000), 1);
    return recv(fd, into, ROOM, 0);
}

static void reads_and_makes_what_the_kernel_makes(void **state) {
    (void)state;
    if (!enter_namespace()) {
        skip(); /* no network namespace may be made here */
    }
    for (int v6 = 0; v6 < 2; v6++) {
        const int tap = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(v6 ? ETH_P_IPV6 : ETH_P_IP));
        const int fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        const int receiver = socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        struct sockaddr_in v4_name = {.sin_family = AF_INET, .sin_port = htons(4000), .sin_addr.s_addr = htonl(0x7F000001)};
        struct sockaddr_in6 v6_name = {.sin6_family = AF_INET6, .sin6_port = htons(4000), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
        struct sockaddr *name = v6 ? (struct sockaddr *)&v6_name : (struct sockaddr *)&v4_name;
        socklen_t length = v6 ? sizeof v6_name : sizeof v4_name;
        assert_true(tap >= 0 && fd >= 0);
        assert_int_equal(bind(receiver, name, length), 0);
        assert_int_equal(connect(fd, name, length), 0);
        getsockname(fd, name, &length);
        const uint16_t port = ntohs(v6 ? v6_name.sin6_port : v4_name.sin_port);
        for (size_t i = 1; i < sizeof payloads / sizeof *payloads; i++) {
            /* in two pieces: so the kernel does the checksum itself and does not leave it to a device */
            send(fd, payloads[i], 1, MSG_MORE);
            send(fd, payloads[i] + 1, strlen(payloads[i]) - 1, 0);
            uint8_t packet[4 + ROOM] = {v6 ? 0x86 : 0x08, v6 ? 0xDD : 0x00, 0, 0};
            const ssize_t got = capture(tap, packet + 4);
            struct um_ipoib_frame frame;
            assert_int_equal(decode(packet, (size_t)got + 4, v6, 4000, &frame), UM_IPOIB_OURS);
            assert_int_equal(frame.length, strlen(payloads[i]));
            assert_int_equal(frame.source.port, port);
            const struct um_address source = v6 ? ipv6("::1", port) : ipv4("127.0.0.1", port);
            const struct um_address destination = v6 ? ipv6("::1", 4000) : ipv4("127.0.0.1", 4000);
            assert_memory_equal(frame.source.bytes, source.bytes, 16);
            struct um_ipoib_template template;
            um_ipoib_template(&template, &source, &destination, v6 ? packet[11] : packet[12]);
            uint8_t own[UM_IPOIB_HEADER_MAX];
            const struct um_ipoib_piece piece = {(const uint8_t *)payloads[i], strlen(payloads[i])};
            um_ipoib_encode(&template, (uint16_t)(packet[8] << 8 | packet[9]), &piece, 1, own);
            if (v6) {
                memcpy(own + 5, packet + 5, 3); /* the flow label is the kernel's to choose */
            }
            assert_memory_equal(own, packet, template.length);
            recv(receiver, packet, ROOM, MSG_DONTWAIT);
            while (recv(tap, packet, ROOM, MSG_DONTWAIT) > 0) {
            } /* lo shows each packet twice: going out and coming in */
        }
        close(tap);
        close(fd);
        close(receiver);
    }
}

static void the_kernel_takes_what_it_makes(void **state) {
    (void)state;
    if (!enter_namespace()) {
        skip(); /* no network namespace may be made here */
    }
    const int receiver = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const int raw = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
    assert_true(raw >= 0);
    const struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(4000), .sin_addr.s_addr = htonl(0x7F000001)};
    assert_int_equal(bind(receiver, (const struct sockaddr *)&name, sizeof name), 0);
    const struct um_address source = ipv4("127.0.0.1", 40000);
    const struct um_address destination = ipv4("127.0.0.1", 4000);
    for (int good = 1; good >= 0; good--) {
        uint8_t frame[ROOM];
        const uint32_t length = encode(&source, &destination, 1, payloads[3], 8, frame);
        frame[length - 1] ^= good ? 0 : 1;
        assert_int_equal(sendto(raw, frame + 4, length - 4, 0, (const struct sockaddr *)&name, sizeof name), length - 4);
        struct pollfd ready = {.fd = receiver, .events = POLLIN};
        uint8_t into[ROOM];
        poll(&ready, 1, good ? 5000 : 0);
        const ssize_t got = recv(receiver, into, sizeof into, MSG_DONTWAIT);
        assert_int_equal(got, good ? (ssize_t)strlen(payloads[3]) : -1);
    }
    close(raw);
    close(receiver);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodes_the_vector),
        cmocka_unit_test(decodes_what_it_encodes),
        cmocka_unit_test(no_flipped_bit_passes),
        cmocka_unit_test(tells_fragments_and_missing_checksums_apart),
        cmocka_unit_test(reads_and_makes_what_the_kernel_makes),
        cmocka_unit_test(the_kernel_takes_what_it_makes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
