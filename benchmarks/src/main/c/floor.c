/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * The floor: what plain C does on the same path, UDP multicast over loopback, busy polling. Nothing but system calls.
 *
 *   floor pong PORT COUNT               answers COUNT datagrams
 *   floor ping PORT SIZE WARMUP COUNT   round trips, one at a time; prints {"size":..,"count":..,"rtt_ns":{..}}
 *   floor drain PORT SECONDS            receives in batches of 64; prints {"received":..,"rate":..,"bytes":..}
 *   floor flood PORT SIZE SECONDS       sends in batches of 64
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PING_GROUP "239.250.0.1"
#define PONG_GROUP "239.250.0.2"
#define BATCH 64
#define MAX_SIZE 65507
#define TIMEOUT_NS 1000000000LL

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void check(int result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

static struct sockaddr_in address(const char *ip, int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, ip, &a.sin_addr);
    return a;
}

static int receiver(const char *group, int port) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    check(fd, "socket");
    int on = 1, off = 0, size = 4 << 20;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
    check(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size), "SO_RCVBUF");
    check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_ALL, &off, sizeof off), "IP_MULTICAST_ALL");
    struct sockaddr_in any = address("0.0.0.0", port);
    check(bind(fd, (struct sockaddr *)&any, sizeof any), "bind");
    struct ip_mreqn join = {.imr_ifindex = 1};
    inet_pton(AF_INET, group, &join.imr_multiaddr);
    check(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof join), "IP_ADD_MEMBERSHIP");
    return fd;
}

static int sender(const char *group, int port) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    check(fd, "socket");
    int size = 1 << 20;
    check(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), "SO_SNDBUF");
    struct ip_mreqn by = {.imr_ifindex = 1};
    inet_pton(AF_INET, "127.0.0.1", &by.imr_address);
    check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &by, sizeof by), "IP_MULTICAST_IF");
    struct sockaddr_in to = address(group, port);
    check(connect(fd, (struct sockaddr *)&to, sizeof to), "connect");
    return fd;
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int pong(int port, long count) {
    int in = receiver(PING_GROUP, port), out = sender(PONG_GROUP, port);
    static char buffer[MAX_SIZE];
    int64_t last = now_ns();
    for (long i = 0; i < count;) {
        ssize_t n = recv(in, buffer, sizeof buffer, 0);
        if (n > 0) {
            check((int)send(out, buffer, (size_t)n, 0), "send");
            last = now_ns();
            i++;
        } else if (now_ns() - last > 20 * TIMEOUT_NS) {
            fprintf(stderr, "floor pong: 20 s of silence\n");
            return 1;
        }
    }
    return 0;
}

static int ping(int port, int size, long warmup, long count) {
    int in = receiver(PONG_GROUP, port), out = sender(PING_GROUP, port);
    static char buffer[MAX_SIZE];
    int64_t *times = malloc(sizeof *times * (size_t)count);
    for (long i = -warmup; i < count; i++) {
        int64_t begin = now_ns();
        check((int)send(out, buffer, (size_t)size, 0), "send");
        while (recv(in, buffer, sizeof buffer, 0) < 0) {
            if (now_ns() - begin > TIMEOUT_NS) {
                fprintf(stderr, "floor ping: no answer: start floor pong first\n");
                return 1;
            }
        }
        if (i >= 0) {
            times[i] = now_ns() - begin;
        }
    }
    qsort(times, (size_t)count, sizeof *times, compare);
    printf("{\"size\":%d,\"count\":%ld,\"lost\":0,\"rtt_ns\":{\"min\":%ld,\"p50\":%ld,\"p90\":%ld,\"p99\":%ld,\"p99.9\":%ld,\"max\":%ld}}\n",
        size, count, (long)times[0], (long)times[count / 2], (long)times[count * 9 / 10], (long)times[count * 99 / 100],
        (long)times[count * 999 / 1000], (long)times[count - 1]);
    free(times);
    return 0;
}

static void batch(struct mmsghdr *messages, struct iovec *vectors, char *memory, size_t size) {
    for (int i = 0; i < BATCH; i++) {
        vectors[i] = (struct iovec){.iov_base = memory + (size_t)i * size, .iov_len = size};
        messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &vectors[i], .msg_iovlen = 1}};
    }
}

static int drain(int port, int seconds) {
    int in = receiver(PING_GROUP, port);
    struct mmsghdr messages[BATCH];
    struct iovec vectors[BATCH];
    batch(messages, vectors, malloc((size_t)BATCH * (MAX_SIZE + 1)), MAX_SIZE + 1);
    int64_t end = now_ns() + seconds * 1000000000LL, first = 0, last = 0;
    long received = 0, bytes = 0;
    while (now_ns() < end) {
        int n = recvmmsg(in, messages, BATCH, MSG_DONTWAIT, NULL);
        if (n > 0) {
            last = now_ns();
            first = first ? first : last;
            for (int i = 0; i < n; i++) {
                bytes += messages[i].msg_len;
            }
            received += n;
        }
    }
    double duration = last > first ? (double)(last - first) / 1e9 : 1;
    printf("{\"received\":%ld,\"rate\":%.0f,\"bytes\":%ld}\n", received, (double)received / duration, bytes);
    return 0;
}

static int flood(int port, int size, int seconds) {
    int out = sender(PING_GROUP, port);
    struct mmsghdr messages[BATCH];
    struct iovec vectors[BATCH];
    batch(messages, vectors, calloc(BATCH, (size_t)size), (size_t)size);
    int64_t end = now_ns() + seconds * 1000000000LL;
    long sent = 0;
    while (now_ns() < end) {
        int n = sendmmsg(out, messages, BATCH, 0);
        check(n, "sendmmsg");
        sent += n;
    }
    printf("{\"sent\":%ld,\"rate\":%.0f}\n", sent, (double)sent / seconds);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 4 && !strcmp(argv[1], "pong")) {
        return pong(atoi(argv[2]), atol(argv[3]));
    }
    if (argc == 6 && !strcmp(argv[1], "ping")) {
        return ping(atoi(argv[2]), atoi(argv[3]), atol(argv[4]), atol(argv[5]));
    }
    if (argc == 4 && !strcmp(argv[1], "drain")) {
        return drain(atoi(argv[2]), atoi(argv[3]));
    }
    if (argc == 5 && !strcmp(argv[1], "flood")) {
        return flood(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
    }
    fprintf(stderr, "usage: floor pong PORT COUNT | ping PORT SIZE WARMUP COUNT | drain PORT SECONDS | flood PORT SIZE SECONDS\n");
    return 2;
}
