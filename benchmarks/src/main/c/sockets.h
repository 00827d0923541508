/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Plain UDP multicast sockets on loopback.
 */
#ifndef UMCAST_BENCH_SOCKETS_H
#define UMCAST_BENCH_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

/* A non-blocking socket that hears a group; gro: the kernel may hand over many datagrams as one. */
int receiver(const char *group, int port, bool gro);
/* A socket connected to a group. */
int sender(const char *group, int port);
/* Sends equal segments that lie behind each other in one call (UDP_SEGMENT). */
void send_segments(int fd, const void *memory, size_t size, int count);
/* Room for the size of segments (UDP_GRO) in a message that is received into; then that size, or all if it is a single datagram. */
void room_for_segment(struct mmsghdr *message);
size_t received_segment(struct mmsghdr *message, size_t all);

#endif
