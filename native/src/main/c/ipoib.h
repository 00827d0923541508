/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * IPoIB frames as RFC 4391 has them: 4 bytes (EtherType, reserved), an IPv4 or IPv6 header without options, UDP. What is made here
 * any kernel's IPoIB takes, and what a kernel sends is read strictly.
 */
#ifndef UMCAST_IPOIB_H
#define UMCAST_IPOIB_H

#include "abi.h"

#include <stdbool.h>
#include <stddef.h>

#define UM_IPOIB_HEADER_V4 32
#define UM_IPOIB_HEADER_V6 52
#define UM_IPOIB_HEADER_MAX UM_IPOIB_HEADER_V6

/* The headers of one flow, ready but for lengths, identification and checksums. */
struct um_ipoib_template {
    uint8_t header[UM_IPOIB_HEADER_MAX];
    uint32_t length;
    uint32_t pseudo; /* sum over what the UDP checksum covers besides lengths and payload */
    bool v6;
};

/* A part of a payload. */
struct um_ipoib_piece {
    const uint8_t *bytes;
    size_t length;
};

enum um_ipoib_verdict {
    UM_IPOIB_OURS,
    UM_IPOIB_FOREIGN,     /* not UDP over the expected IP version, to another port, or malformed */
    UM_IPOIB_FRAGMENT,
    UM_IPOIB_BAD_CHECKSUM
};

/* What a frame said. */
struct um_ipoib_frame {
    struct um_address source;
    uint8_t destination[16]; /* IPv4 as ::ffff:a.b.c.d */
    uint32_t length;         /* of the payload */
};

/* Both addresses are of one kind; source has the UDP port to be answered to. */
void um_ipoib_template(struct um_ipoib_template *template, const struct um_address *source, const struct um_address *destination,
    uint8_t hop_limit);

/* Writes the headers of one datagram whose payload is these pieces. */
void um_ipoib_encode(const struct um_ipoib_template *template, uint16_t identification, const struct um_ipoib_piece *pieces,
    int count, uint8_t *into);

/*
 * Reads a frame whose first UM_IPOIB_HEADER_V4 or _V6 bytes lie at header and the rest at payload; length is of both. The frame's
 * length, checksums and port are checked, its destination address is the caller's to check.
 */
enum um_ipoib_verdict um_ipoib_decode(const uint8_t *header, const uint8_t *payload, size_t length, bool v6, uint16_t port,
    struct um_ipoib_frame *frame);

#endif
