/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * The floor: what plain C does on the same path, UDP multicast over loopback. Nothing but system calls; what is lost stays lost.
 *
 *   floor ping|pong|source|sink [port=N] [gso=on] [gro=on] [idle=spin|backoff]
 *   floor costs                  what the parts of it cost: see costs.c
 *
 * One send and one recv a message for round trips; one way, sendmmsg and recvmmsg of 64 datagrams, or with gso=on one sendmsg of as many
 * equal segments as the kernel takes at once.
 */
#define _GNU_SOURCE
#include "agent.h"
#include "costs.h"
#include "sockets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define BATCH 64
#define MAX_SIZE 65507
#define LARGEST 8192 /* a longer message leaves as several datagrams, of which the last one counts */
#define NO_STAGE (-1)

static int in = -1, out = -1;
static bool segmented, batched;
static char *memory;
static size_t filled_size;
static int filled;
static struct mmsghdr incoming[BATCH], outgoing[BATCH];
static struct iovec incoming_at[BATCH], outgoing_at[BATCH];

static void flush(void) {
    if (!filled) {
        return;
    }
    if (segmented) {
        send_segments(out, memory, filled_size, filled);
    } else {
        for (int sent = 0; sent < filled;) {
            int n = sendmmsg(out, outgoing + sent, (unsigned)(filled - sent), 0);
            check(n, "sendmmsg");
            sent += n;
        }
    }
    filled = 0;
}

static int segments(size_t size) {
    int most = segmented ? (int)(MAX_SIZE / size) : BATCH;
    return most < BATCH ? most : BATCH;
}

static bool send_one(size_t size, struct stamp stamp) {
    if (!batched) {
        struct stamp part = {stamp.sequence, stamp.time_ns, NO_STAGE};
        memcpy(memory, &part, sizeof part);
        for (; size > LARGEST; size -= LARGEST) {
            check((int)send(out, memory, LARGEST, 0), "send");
        }
        memcpy(memory, &stamp, sizeof stamp);
        check((int)send(out, memory, size, 0), "send");
        return true;
    }
    if (size != filled_size) {
        flush();
        filled_size = size;
    }
    memcpy(memory + (size_t)filled * size, &stamp, sizeof stamp);
    outgoing_at[filled] = (struct iovec){.iov_base = memory + (size_t)filled * size, .iov_len = size};
    outgoing[filled] = (struct mmsghdr){.msg_hdr = {.msg_iov = &outgoing_at[filled], .msg_iovlen = 1}};
    if (++filled == segments(size)) {
        flush();
    }
    return true;
}

static bool forward(const void *message, size_t size) {
    check((int)send(out, message, size, 0), "send");
    return true;
}

static int poll_one(void) {
    static char message[MAX_SIZE];
    ssize_t n = recv(in, message, sizeof message, MSG_DONTWAIT);
    if (n >= (ssize_t)sizeof(struct stamp)) {
        on_message(message, (size_t)n);
        return 1;
    }
    return 0;
}

static int poll_batch(void) {
    int n = recvmmsg(in, incoming, BATCH, MSG_DONTWAIT, NULL);
    for (int i = 0; i < n; i++) {
        const char *at = incoming_at[i].iov_base;
        size_t length = incoming[i].msg_len, size = received_segment(&incoming[i], length);
        for (; length; at += size, length -= size) {
            size = length < size ? length : size;
            on_message(at, size);
        }
    }
    return n > 0 ? n : 0;
}

static int poll_source(void) {
    flush();
    return 0;
}

static bool connected(int receivers) {
    (void)receivers;
    return true; /* who knows? */
}

static void close_all(void) {
}

static struct network open_floor(enum role role, int argc, char **argv) {
    int port = atoi(setting(argc, argv, "port", "20471"));
    segmented = !strcmp(setting(argc, argv, "gso", "off"), "on");
    batched = role == SOURCE;
    memory = calloc(BATCH, MAX_SIZE + 1);
    if (role != SOURCE) {
        in = receiver(role == PING ? "239.250.0.2" : "239.250.0.1", port, !strcmp(setting(argc, argv, "gro", "off"), "on"));
    }
    if (role != SINK) {
        out = sender(role == PONG ? "239.250.0.2" : "239.250.0.1", port);
    }
    if (role == SINK) {
        for (int i = 0; i < BATCH; i++) {
            incoming_at[i] = (struct iovec){.iov_base = malloc(MAX_SIZE + 1), .iov_len = MAX_SIZE + 1};
            incoming[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &incoming_at[i], .msg_iovlen = 1}};
            room_for_segment(&incoming[i]);
        }
    }
    return (struct network){.poll = role == SINK ? poll_batch : role == SOURCE ? poll_source : poll_one, .connected = connected,
        .send = send_one, .forward = forward, .close = close_all, .burst = BATCH};
}

int main(int argc, char **argv) {
    return argc > 1 && !strcmp(argv[1], "costs") ? costs() : agent_main(argc, argv, open_floor);
}
