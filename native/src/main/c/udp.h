/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * The UDP endpoint. Its control socket has a port of its own, sends everything and hears what is sent to this session alone; its data
 * sockets are bound to the groups' port and hear the groups, as many sockets as the kernel's limit of memberships asks for.
 */
#ifndef UMCAST_UDP_H
#define UMCAST_UDP_H

#include "backend.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

#define UM_UDP_BATCH 64
#define UM_UDP_VECTORS 512
#define UM_UDP_MAX_SOCKETS UM_MOST_WATCHED
#define UM_UDP_MAX_PAYLOAD 65507
/* What the oldest kernels with UDP_SEGMENT take in one call. */
#define UM_UDP_MAX_SEGMENTS 64

union um_udp_name {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* Room for SO_RXQ_OVFL and UDP_GRO on the way in. */
union um_udp_control_in {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(uint32_t)) + CMSG_SPACE(sizeof(int))];
};

/* Room for UDP_SEGMENT on the way out. */
union um_udp_control_out {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(uint16_t))];
};

struct um_udp_socket {
    int fd;
    uint32_t drops;   /* SO_RXQ_OVFL as last told */
    bool heard;       /* the last round brought something */
    bool backlogged;  /* the last round brought more than one */
    bool watched;     /* after a backlog: the next datagram's control messages tell what was dropped */
};

struct um_udp_receiver {
    struct um_slots *slots;
    uint32_t room; /* bytes of a slot that a receive may fill */
    bool plain;    /* no control message is needed with each datagram */
    int count;
    int first; /* the socket that the next round begins with */
    struct um_udp_socket *sockets;
    struct mmsghdr messages[UM_UDP_BATCH];
    struct iovec vectors[UM_UDP_BATCH];
    union um_udp_name names[UM_UDP_BATCH];
    union um_udp_control_in controls[UM_UDP_BATCH];
};

struct um_udp_destination {
    union um_udp_name name;
    socklen_t length;    /* 0 = never opened */
    int fd;              /* connected to it, which spares the kernel a route look-up each time; -1 = by the control socket */
    bool closed;
    int64_t closed_at;   /* tx ring position from which on the number is no longer sent to */
};

/* Messages in the making: each one datagram, or equal ones as segments. */
struct um_udp_sender {
    int64_t position; /* in the tx ring, of the next record to send */
    int messages_count;
    int vectors_count;
    bool gso;
    bool broken; /* the ring holds what cannot be a record: nothing more is sent */
    struct mmsghdr messages[UM_UDP_BATCH];
    struct iovec vectors[UM_UDP_VECTORS];
    union um_udp_control_out controls[UM_UDP_BATCH];
    int64_t ends[UM_UDP_BATCH];
    uint32_t destinations[UM_UDP_BATCH];
    int fds[UM_UDP_BATCH];
    uint32_t segments[UM_UDP_BATCH];
    uint32_t segment_sizes[UM_UDP_BATCH];
    uint32_t last_sizes[UM_UDP_BATCH];
    uint32_t bytes[UM_UDP_BATCH];
};

struct um_udp_membership {
    struct um_address group;
    struct um_address source;
    bool any_source;
    int socket;
};

struct um_udp {
    struct um_open parameters;
    struct um_shared *shared;
    int family;
    struct um_udp_socket control;
    struct um_udp_socket data[UM_UDP_MAX_SOCKETS];
    struct um_udp_receiver receivers[UM_PARTS];
    struct um_udp_sender sender;
    struct um_udp_destination *destinations; /* number 0 is none */
    uint32_t destinations_count;
    struct um_udp_membership *memberships;
    uint32_t memberships_count;
    uint32_t memberships_room;
    int receive_buffer;
};

/* udp_socket.c */
int um_udp_open_control(struct um_udp *udp);
int um_udp_open_data(struct um_udp *udp, struct um_udp_socket *socket);
int um_udp_close_socket(struct um_udp_socket *socket);

/* A socket of the control socket's own address that is connected to a group, or -1: then the control socket sends. */
int um_udp_connect_group(const struct um_udp *udp, const union um_udp_name *group, socklen_t length);

/* Closes what destinations have open. */
void um_udp_destinations_free(struct um_udp *udp);

/* udp_group.c */
int um_udp_join(void *endpoint, const struct um_address *group, const struct um_address *source);
int um_udp_leave(void *endpoint, const struct um_address *group, const struct um_address *source);

/* udp_address.c: false if the address is of another family */
bool um_udp_name_of(const struct um_udp *udp, const struct um_address *address, union um_udp_name *name, socklen_t *length);
void um_udp_address_of(const union um_udp_name *name, struct um_address *address);
/* For messages, in a buffer of the thread: the last four results are valid. */
const char *um_udp_text(const struct um_address *address);

/* udp_destination.c */
int um_udp_destination_open(void *endpoint, const struct um_address *address);
int um_udp_destination_close(void *endpoint, int destination);

/* udp_send.c */
void um_udp_sender_init(struct um_udp *udp);
int um_udp_poll_tx(void *endpoint);

/* udp_receive.c */
void um_udp_receiver_init(struct um_udp *udp, int part);
int um_udp_poll_rx(void *endpoint, int part);
int um_udp_arm(void *endpoint, int part, struct pollfd into[UM_MOST_WATCHED]);

#endif
