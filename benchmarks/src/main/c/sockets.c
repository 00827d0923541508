/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#define _GNU_SOURCE
#include "sockets.h"
#include "agent.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif
#define LOOPBACK_INDEX 1

static struct sockaddr_in address(const char *ip, int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, ip, &a.sin_addr);
    return a;
}

int receiver(const char *group, int port, bool gro) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    check(fd, "socket");
    int on = 1, off = 0, size = 4 << 20;
    check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
    check(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size), "SO_RCVBUF");
    check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_ALL, &off, sizeof off), "IP_MULTICAST_ALL");
    if (gro) {
        check(setsockopt(fd, IPPROTO_UDP, UDP_GRO, &on, sizeof on), "UDP_GRO");
    }
    struct sockaddr_in any = address("0.0.0.0", port);
    check(bind(fd, (struct sockaddr *)&any, sizeof any), "bind");
    struct ip_mreqn join = {.imr_ifindex = LOOPBACK_INDEX};
    inet_pton(AF_INET, group, &join.imr_multiaddr);
    check(setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof join), "IP_ADD_MEMBERSHIP");
    return fd;
}

int sender(const char *group, int port) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    check(fd, "socket");
    int size = 1 << 20;
    check(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), "SO_SNDBUF");
    struct ip_mreqn by = {.imr_ifindex = LOOPBACK_INDEX};
    inet_pton(AF_INET, "127.0.0.1", &by.imr_address);
    check(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &by, sizeof by), "IP_MULTICAST_IF");
    struct sockaddr_in to = address(group, port);
    check(connect(fd, (struct sockaddr *)&to, sizeof to), "connect");
    return fd;
}

void send_segments(int fd, const void *memory, size_t size, int count) {
    char control[CMSG_SPACE(sizeof(uint16_t))] = {0};
    struct iovec all = {.iov_base = (void *)(uintptr_t)memory, .iov_len = size * (size_t)count};
    struct msghdr message = {.msg_iov = &all, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *segment = CMSG_FIRSTHDR(&message);
    segment->cmsg_level = IPPROTO_UDP;
    segment->cmsg_type = UDP_SEGMENT;
    segment->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    uint16_t value = (uint16_t)size;
    memcpy(CMSG_DATA(segment), &value, sizeof value);
    check((int)sendmsg(fd, &message, 0), "sendmsg");
}

void room_for_segment(struct mmsghdr *message) {
    message->msg_hdr.msg_controllen = CMSG_SPACE(sizeof(int));
    message->msg_hdr.msg_control = calloc(1, message->msg_hdr.msg_controllen);
}

size_t received_segment(struct mmsghdr *message, size_t all) {
    size_t size = all;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message->msg_hdr); c; c = CMSG_NXTHDR(&message->msg_hdr, c)) {
        if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) {
            int value;
            memcpy(&value, CMSG_DATA(c), sizeof value);
            size = (size_t)value;
        }
    }
    message->msg_hdr.msg_controllen = CMSG_SPACE(sizeof(int)); /* the kernel has made it less */
    return size;
}
