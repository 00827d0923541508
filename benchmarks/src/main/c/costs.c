/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * What the parts cost: medians of short repetitions on one core, and a cache line's way between two.
 */
#define _GNU_SOURCE
#include "costs.h"
#include "agent.h"
#include "sockets.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PORT 20474
#define ROUNDS 201
#define LARGE 8192
#define SEGMENTS 7
#define ETHERNET 1472
#define ETHERNET_SEGMENTS 38
#define LOG (4 << 20)
#define TURNS 500

static char log_memory[LOG], copy[SEGMENTS * LARGE];
static size_t position;
static int in, out;
static _Alignas(128) atomic_int line;

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median time of one of times calls; after each round, without the clock running, undo. */
static double median(void (*what)(void), int times, void (*undo)(void)) {
    static double all[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        int64_t begin = now_ns();
        for (int k = 0; k < times; k++) {
            what();
        }
        all[i] = (double)(now_ns() - begin) / times;
        if (undo) {
            undo();
        }
    }
    qsort(all, ROUNDS, sizeof *all, by_value);
    return all[ROUNDS / 2];
}

/* The next bytes to send: from a log, not always from the same lines of the cache. */
static char *range(size_t size) {
    if (position + size > LOG) {
        position = 0;
    }
    char *at = log_memory + position;
    position += size;
    return at;
}

static void clock_read(void) {
    now_ns();
}

static void system_call(void) {
    syscall(SYS_getppid);
}

static void receive_one(void) {
    static char message[LARGE];
    (void)!recv(in, message, sizeof message, MSG_DONTWAIT);
}

static void receive_batch(void) {
    static char message[LARGE];
    struct iovec at = {message, sizeof message};
    struct mmsghdr one = {.msg_hdr = {.msg_iov = &at, .msg_iovlen = 1}};
    recvmmsg(in, &one, 1, MSG_DONTWAIT, NULL);
}

static void empty(void) {
    static char message[LARGE];
    while (recv(in, message, sizeof message, MSG_DONTWAIT) >= 0) {
    }
}

static void send_small(void) {
    check((int)send(out, range(64), 64, 0), "send");
}

static void send_large(void) {
    check((int)send(out, range(LARGE), LARGE, 0), "send");
}

static void send_segmented(void) {
    send_segments(out, range(SEGMENTS * LARGE), LARGE - 64, SEGMENTS);
}

static void send_ethernet_segmented(void) {
    send_segments(out, range(ETHERNET_SEGMENTS * ETHERNET), ETHERNET, ETHERNET_SEGMENTS);
}

static void fill_small(void) {
    for (int i = 0; i < 32; i++) {
        send_small();
    }
}

static void fill_large(void) {
    for (int i = 0; i < 32; i++) {
        send_large();
    }
}

static void copy_cached(void) {
    memcpy(copy, log_memory, sizeof copy);
    __asm__ volatile("" ::"r"(copy) : "memory"); /* somebody may look at it */
}

static void pin(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static void *answers(void *unused) {
    (void)unused;
    pin(1);
    for (int i = 1; i < 2 * TURNS * ROUNDS; i += 2) {
        while (atomic_load_explicit(&line, memory_order_acquire) != i) {
        }
        atomic_store_explicit(&line, i + 1, memory_order_release);
    }
    return NULL;
}

/* A line that two cores write in turn: the time of one way, the median of many turns, since either may be interrupted. */
static double line_between_cores(void) {
    static double all[ROUNDS];
    pthread_t other;
    if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
        return 0;
    }
    check(-pthread_create(&other, NULL, answers, NULL), "pthread_create");
    for (int round = 0, turn = 0; round < ROUNDS; round++) {
        int64_t begin = now_ns();
        for (int i = 0; i < TURNS; i++, turn += 2) {
            atomic_store_explicit(&line, turn + 1, memory_order_release);
            while (atomic_load_explicit(&line, memory_order_acquire) != turn + 2) {
            }
        }
        all[round] = (double)(now_ns() - begin) / (2 * TURNS);
    }
    pthread_join(other, NULL);
    qsort(all, ROUNDS, sizeof *all, by_value);
    return all[ROUNDS / 2];
}

static double cycles_per_ns(void) {
#ifdef __x86_64__
    int64_t begin = now_ns();
    unsigned long long first = __builtin_ia32_rdtsc();
    while (now_ns() - begin < 20000000) {
    }
    unsigned long long last = __builtin_ia32_rdtsc();
    return (double)(last - first) / (double)(now_ns() - begin);
#else
    return 0;
#endif
}

int costs(void) {
    pin(0);
    out = sender("239.250.0.3", PORT);
    double unheard = median(send_small, 32, NULL);
    in = receiver("239.250.0.3", PORT, false);
    memset(log_memory, 1, sizeof log_memory);
    printf("{\"cycles_per_ns\":%.3f", cycles_per_ns());
    printf(",\"clock\":%.1f", median(clock_read, 1000, NULL));
    printf(",\"system_call\":%.1f", median(system_call, 1000, NULL));
    printf(",\"recv_empty\":%.1f", median(receive_one, 1000, NULL));
    printf(",\"recvmmsg_empty\":%.1f", median(receive_batch, 1000, NULL));
    printf(",\"send_64_unheard\":%.1f", unheard);
    printf(",\"send_64\":%.1f", median(send_small, 32, empty));
    fill_small();
    printf(",\"recv_64\":%.1f", median(receive_one, 32, fill_small));
    empty();
    printf(",\"send_8k\":%.1f", median(send_large, 32, empty));
    fill_large();
    printf(",\"recv_8k\":%.1f", median(receive_one, 32, fill_large));
    empty();
    printf(",\"send_8k_gso\":%.1f", median(send_segmented, 8, empty) / SEGMENTS);
    printf(",\"send_1472_gso\":%.1f", median(send_ethernet_segmented, 4, empty) / ETHERNET_SEGMENTS);
    printf(",\"copy_8k\":%.1f", median(copy_cached, 100, NULL) / SEGMENTS);
    printf(",\"line\":%.1f}\n", line_between_cores());
    return 0;
}
