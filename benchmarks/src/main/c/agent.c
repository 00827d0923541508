/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#define _GNU_SOURCE
#include "agent.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND_NS 1000000000LL
#define MILLI_NS 1000000LL
#define SILENCE_NS (200 * MILLI_NS) /* plain C repairs nothing: what has not come yet never will */
#define CONNECT_NS (30 * SECOND_NS)

/* Log-linear, as HdrHistogram: exact below 2048 ns, then 1024 steps in each doubling, up to 2^36 ns (68 s). */
#define LINEAR 2048
#define STEPS 1024
#define DOUBLINGS 25
#define BUCKETS (LINEAR + DOUBLINGS * STEPS)

static struct network network;
static enum role role;
static bool spinning;
static int parked;

static uint32_t histogram[BUCKETS];
static int stage;
static int64_t received, bytes, gaps, expected, last_sequence, first_ns, last_ns, seen;

static atomic_bool waiting;
static char line[256];

int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SECOND_NS + t.tv_nsec;
}

void check(int result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

const char *setting(int argc, char **argv, const char *key, const char *otherwise) {
    size_t length = strlen(key);
    for (int i = 0; i < argc; i++) {
        if (!strncmp(argv[i], key, length) && argv[i][length] == '=') {
            return argv[i] + length + 1;
        }
    }
    return otherwise;
}

static void record(int64_t ns) {
    uint64_t value = ns < 0 ? 0 : (uint64_t)ns;
    if (value < LINEAR) {
        histogram[value]++;
        return;
    }
    int shift = 63 - __builtin_clzll(value) - 10; /* 1024 <= value >> shift < 2048 */
    uint64_t bucket = LINEAR + (uint64_t)(shift - 1) * STEPS + ((value >> shift) - STEPS);
    histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
}

static uint64_t highest_in(int bucket) {
    if (bucket < LINEAR) {
        return (uint64_t)bucket;
    }
    int shift = (bucket - LINEAR) / STEPS + 1;
    return ((((uint64_t)(bucket - LINEAR) % STEPS) + STEPS + 1) << shift) - 1;
}

static void print_histogram(void) {
    const char *separator = "";
    printf("\"hist\":\"");
    for (int i = 0; i < BUCKETS; i++) {
        if (histogram[i]) {
            printf("%s%lu:%u", separator, (unsigned long)highest_in(i), histogram[i]);
            separator = ",";
        }
    }
    printf("\"");
}

static void begin(int of) {
    stage = of;
    received = bytes = gaps = expected = seen = 0;
    last_sequence = -1;
    first_ns = last_ns = now_ns();
    memset(histogram, 0, sizeof histogram);
}

void on_message(const void *message, size_t size) {
    if (role == PONG) {
        while (!network.forward(message, size)) {
            sched_yield();
        }
        return;
    }
    struct stamp stamp;
    memcpy(&stamp, message, sizeof stamp);
    if (stamp.stage != stage) {
        if (role == PING) {
            return; /* too late */
        }
        begin(stamp.stage);
    }
    received++;
    bytes += (int64_t)size;
    gaps += stamp.sequence != expected;
    expected = stamp.sequence + 1;
    last_sequence = stamp.sequence;
    if (stamp.time_ns) {
        record(now_ns() - stamp.time_ns);
    }
}

/* As Agrona's BackoffIdleStrategy: 10 spins, 5 yields, then sleeps from 1 us, doubled up to 1 ms. */
static void idle(int work) {
    if (spinning || work) {
        parked = 0;
        return;
    }
    if (++parked > 15) {
        int doublings = parked - 16 < 10 ? parked - 16 : 10;
        struct timespec t = {.tv_nsec = doublings == 10 ? MILLI_NS : 1000L << doublings};
        nanosleep(&t, NULL);
    } else if (parked > 10) {
        sched_yield();
    }
}

static int cycle(void) {
    int work = network.poll();
    if (received != seen) {
        seen = received;
        last_ns = now_ns();
    }
    return work;
}

static void closed(int of, size_t size, int64_t duration) {
    begin(of);
    int64_t sent = 0, now = now_ns(), end = now + duration;
    while (now < end) {
        while (!network.send(size, (struct stamp){sent, now, of})) {
            network.poll();
        }
        int64_t deadline = now + SECOND_NS;
        while (last_sequence != sent && now < deadline) {
            idle(network.poll());
            now = last_sequence == sent ? now : now_ns();
        }
        sent++;
        now = now_ns();
    }
    printf("{\"sent\":%ld,\"received\":%ld,\"allocated\":0,", (long)sent, (long)received);
    print_histogram();
    printf("}\n");
}

/* Sends at a fixed rate, by intended times; returns how many. */
static int64_t paced(int of, size_t size, int rate, int64_t duration) {
    int64_t total = (int64_t)((double)duration / 1e9 * rate + 0.5), sent = 0, start = now_ns(), intended = start;
    while (sent < total && now_ns() - start < 3 * duration) {
        int published = 0;
        while (sent < total && now_ns() >= intended && network.send(size, (struct stamp){sent, intended, of})) {
            published++;
            intended = start + (int64_t)((double)++sent * 1e9 / rate);
        }
        idle(network.poll() + published);
    }
    return sent;
}

static void open_loop(int of, size_t size, int rate, int64_t duration) {
    begin(of);
    int64_t start = now_ns(), sent = paced(of, size, rate, duration), took = now_ns() - start, before = received, quiet = now_ns();
    while (received < sent && now_ns() - quiet < SECOND_NS) {
        idle(network.poll());
        if (received != before) {
            before = received;
            quiet = now_ns();
        }
    }
    printf("{\"sent\":%ld,\"received\":%ld,\"ns\":%ld,\"allocated\":0,", (long)sent, (long)received, (long)took);
    print_histogram();
    printf("}\n");
}

static void flood(int of, size_t size, int rate, int64_t duration) {
    int64_t start = now_ns(), sent = 0;
    if (rate) {
        sent = paced(of, size, rate, duration);
    } else {
        while (now_ns() - start < duration) {
            int published = 0;
            while (published < network.burst && network.send(size, (struct stamp){sent, 0, of})) {
                sent++;
                published++;
            }
            idle(network.poll() + published);
        }
    }
    printf("{\"sent\":%ld,\"ns\":%ld,\"allocated\":0}\n", (long)sent, (long)(now_ns() - start));
}

static void tally(int of, int64_t sent) {
    int64_t start = now_ns();
    while ((stage != of || received < sent) && now_ns() - (start > last_ns ? start : last_ns) < SILENCE_NS) {
        idle(cycle());
    }
    if (stage != of) {
        begin(of);
    }
    printf("{\"received\":%ld,\"bytes\":%ld,\"gaps\":%ld,\"ns\":%ld,\"allocated\":0,", (long)received, (long)bytes, (long)gaps,
        (long)(last_ns - first_ns));
    print_histogram();
    printf("}\n");
}

static void await(int receivers) {
    int64_t deadline = now_ns() + CONNECT_NS;
    while (!network.connected(receivers)) {
        idle(cycle());
        if (now_ns() > deadline) {
            fprintf(stderr, "not connected\n");
            exit(1);
        }
    }
    printf("{}\n");
}

/* Reads the next command when the last has been answered, so that looking for one costs the measured thread a load. */
static void *reads(void *unused) {
    (void)unused;
    char read[sizeof line];
    while (fgets(read, sizeof read, stdin)) {
        while (atomic_load_explicit(&waiting, memory_order_acquire)) {
            nanosleep(&(struct timespec){.tv_nsec = MILLI_NS}, NULL);
        }
        memcpy(line, read, sizeof line);
        atomic_store_explicit(&waiting, true, memory_order_release);
    }
    exit(0);
}

static bool answer(void) {
    int a = 0, b = 0, c = 0, d = 0;
    char command[16] = "";
    sscanf(line, "%15s %d %d %d %d", command, &a, &b, &c, &d);
    if (!strcmp(command, "await")) {
        await(a);
    } else if (!strcmp(command, "closed")) {
        closed(a, (size_t)b, c * MILLI_NS);
    } else if (!strcmp(command, "open")) {
        open_loop(a, (size_t)b, c, d * MILLI_NS);
    } else if (!strcmp(command, "flood")) {
        flood(a, (size_t)b, c, d * MILLI_NS);
    } else if (!strcmp(command, "tally")) {
        tally(a, b);
    } else if (!strcmp(command, "allocated")) {
        printf("{\"allocated\":0}\n");
    } else {
        return false;
    }
    fflush(stdout);
    return true;
}

int agent_main(int argc, char **argv, struct network (*open)(enum role role, int argc, char **argv)) {
    static const char *const names[] = {"ping", "pong", "source", "sink"};
    for (int i = 0; argc > 1 && i < 4; i++) {
        if (!strcmp(argv[1], names[i])) {
            role = (enum role)i;
            spinning = !strcmp(setting(argc, argv, "idle", "spin"), "spin");
            network = open(role, argc, argv);
            pthread_t reader;
            check(-pthread_create(&reader, NULL, reads, NULL), "pthread_create");
            for (;;) {
                idle(cycle());
                if (atomic_load_explicit(&waiting, memory_order_acquire)) {
                    bool known = answer();
                    atomic_store_explicit(&waiting, false, memory_order_release);
                    if (!known) {
                        network.close();
                        return 0;
                    }
                }
            }
        }
    }
    fprintf(stderr, "usage: %s ping|pong|source|sink [KEY=VALUE ...]\n", argv[0]);
    return 2;
}
