/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * The verbs endpoint. Two rdma_cm_ids on one interface, each with a UD queue pair: the data queue pair is attached to the groups and
 * only receives, the control queue pair sends everything and hears what is sent to it alone. In the IPoIB port space frames go to
 * groups by the control queue pair, to peers by a kernel socket, which also hears them.
 *
 * Who may touch what: the polls own receivers (each its part) and the sender; whoever else does holds the part out. Memberships,
 * destinations' making and events are of the one thread at a time that the transport's lock lets in.
 */
#ifndef UMCAST_VERBS_H
#define UMCAST_VERBS_H

#include "backend.h"
#include "ipoib.h"
#include "udp.h"
#include "verbs_lib.h"

#include <stdatomic.h>

#define UM_VERBS_BATCH 32
#define UM_VERBS_GRH 40
/* GRH and encapsulation of a receive lie here, apart from its payload. */
#define UM_VERBS_ASIDE 128
#define UM_VERBS_HEADROOM 64
#define UM_VERBS_MAX_SGE 3
#define UM_VERBS_EVENTS 256

struct um_verbs_membership {
    struct um_verbs_membership *next;
    struct um_address group;
    union um_verbs_name {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_storage ib; /* as a sockaddr_ib */
    } name; /* every byte of it names the group to rdma_leave_multicast */
    struct um_address *sources; /* the only ones to be heard; none: any */
    uint32_t sources_count;
    bool receiving;           /* by the data queue pair; else only to be sent to */
    bool send_only;           /* what is asked for, then what was granted */
    bool posted;              /* rdma_join_multicast has been called and rdma_leave_multicast has not */
    bool ever;                /* joined once: from then on it is joined again whenever it is lost */
    uint32_t state;           /* UM_MEMBER_* */
    uint32_t references;      /* of destinations */
    int error;                /* of the last attempt */
    unsigned attempts;
    int64_t due;              /* when to try next, or to give an attempt up */
    struct um_membership granted;
    struct ibv_ah_attr ah_attr;
    uint32_t qpn;
    struct ibv_ah *ah;        /* NULL while it is not to be sent to */
};

struct um_verbs_destination {
    struct ibv_ah *ah; /* NULL: what is sent there is given up */
    uint32_t qpn;
    uint32_t qkey;
    bool used;
    bool closed;
    int64_t closed_at; /* tx ring position from which on the number is no longer sent to */
    struct um_verbs_membership *membership; /* NULL: a peer, whose ah is its own */
    union um_udp_name name;                 /* IPoIB port space: a peer's socket */
    socklen_t length;
    struct um_ipoib_template template;      /* IPoIB port space: a group's frames */
};

/* An address handle that sends may still use. */
struct um_verbs_retired {
    struct ibv_ah *ah;
    uint64_t until; /* sends posted before it was retired */
};

struct um_verbs_receiver {
    struct um_slots *slots;
    struct ibv_qp *qp;
    struct ibv_cq *cq;
    struct ibv_comp_channel *events; /* tells of completions when armed */
    uint32_t depth;      /* receives posted at once, at most */
    uint32_t posted;
    uint32_t least;      /* free slots that are worth a posting */
    uint32_t free_count;
    uint32_t *free;      /* slots that nobody has */
    uint32_t *filled;    /* the slot of each record of the rx ring */
    int64_t released;    /* rx ring position up to which slots have come back */
    uint8_t *aside;
    size_t aside_bytes;
    struct ibv_mr *aside_mr;
    struct ibv_mr *slots_mr;
    struct ibv_recv_wr *requests; /* one a slot, made once */
    struct ibv_sge *vectors;
};

struct um_verbs_sender {
    struct ibv_qp *qp;
    struct ibv_cq *cq;
    uint32_t depth;       /* a power of two */
    uint32_t inline_size;
    int64_t position;     /* in the tx ring, of the next record to send */
    uint64_t posted;      /* sends, since the beginning */
    uint64_t retired;     /* of them, completed */
    int64_t *ends;        /* where each outstanding send's record ends */
    uint8_t *headers;     /* IPoIB port space: UM_VERBS_HEADROOM bytes a send */
    struct ibv_mr *headers_mr;
    struct ibv_mr *ring_mr;
    uint16_t identification;
    bool broken;          /* the ring holds what cannot be a record */
    struct ibv_send_wr requests[UM_VERBS_BATCH];
    struct ibv_sge vectors[UM_VERBS_BATCH][UM_VERBS_MAX_SGE];
    int64_t begins[UM_VERBS_BATCH];
    uint32_t bytes[UM_VERBS_BATCH];
};

struct um_verbs {
    const struct um_verbs_lib *lib;
    struct um_open parameters;
    struct um_shared *shared;
    struct um_info info;
    bool ipoib;
    bool ethernet;
    int family;
    uint16_t sgid_index;
    uint8_t sl;
    uint32_t encapsulation; /* bytes of it, 0 in the UDP port space */
    size_t registered;      /* bytes */
    struct rdma_event_channel *channel;
    struct rdma_cm_id *ids[UM_PARTS];
    struct ibv_context *context;
    struct ibv_pd *pd;
    struct um_verbs_receiver receivers[UM_PARTS];
    struct um_verbs_sender sender;
    struct ibv_mr **regions; /* UM_MAX_REGIONS of them */
    struct um_verbs_membership *memberships;
    struct um_verbs_destination *destinations; /* number 0 is none */
    uint32_t destinations_count;
    struct um_verbs_retired *retired;
    uint32_t retired_count;
    uint32_t retired_room;
    struct um_udp *kernel;           /* IPoIB port space: the control socket, else NULL */
    struct um_address control;       /* where peers answer to */
    uint8_t (*groups)[16];           /* IPoIB port space: destination addresses that are ours; the data part's */
    struct um_address *sources;      /* of each of them, kind 0 for any */
    uint32_t groups_count;
    struct um_event events[UM_VERBS_EVENTS];
    uint32_t events_first;
    uint32_t events_count;
    uint64_t random;
    _Atomic uint64_t pending;        /* bits: async events that have come, by um_verbs_async's numbers */
    _Atomic uint32_t failed;         /* bits: queue pairs (1 << part) that a completion says have failed */
    struct um_verbs *next;           /* in the list of endpoints that async events are told to */
};

/* verbs_device.c: what the address leads to. */
int um_verbs_attach(struct um_verbs *verbs, const struct um_open *parameters);
void um_verbs_detach(struct um_verbs *verbs);
/* Reads port and GID anew. */
int um_verbs_query(struct um_verbs *verbs);

/* verbs_queues.c: queue pairs, completion queues and registered memory. */
int um_verbs_create_queues(struct um_verbs *verbs);
void um_verbs_destroy_queues(struct um_verbs *verbs);
int um_verbs_region_add(void *endpoint, int region);
int um_verbs_region_remove(void *endpoint, int region);
/* Sets queue pairs up again that have failed. */
void um_verbs_recover(struct um_verbs *verbs);

/* verbs_cm.c: memberships. */
int um_verbs_join(void *endpoint, const struct um_address *group, const struct um_address *source);
int um_verbs_leave(void *endpoint, const struct um_address *group, const struct um_address *source);
int um_verbs_membership(void *endpoint, const struct um_address *group, bool receiving, struct um_membership *membership);
/* A membership to send by, joined, with one more reference; NULL with um_error set. */
struct um_verbs_membership *um_verbs_member(struct um_verbs *verbs, const struct um_address *group);
void um_verbs_unreference(struct um_verbs *verbs, struct um_verbs_membership *membership);
void um_verbs_leave_all(struct um_verbs *verbs);
/* Takes what the channel has, and rejoins what is due. */
void um_verbs_drive(struct um_verbs *verbs);
int64_t um_verbs_now(void); /* ms */
const char *um_verbs_text(const struct um_address *address);

/* verbs_events.c: what has happened. */
int um_verbs_events(void *endpoint, struct um_event *events, int most);
void um_verbs_tell(struct um_verbs *verbs, uint32_t kind, int error, const struct um_verbs_membership *membership);
/* An endpoint in the list is told of its device's events. */
void um_verbs_listen(struct um_verbs *verbs);
void um_verbs_unlisten(struct um_verbs *verbs);

/* verbs_destination.c */
int um_verbs_destination_open(void *endpoint, const struct um_address *address);
int um_verbs_destination_close(void *endpoint, int destination);
/* Lets go what closed destinations and replaced address handles held, as far as sends have completed. */
void um_verbs_sweep(struct um_verbs *verbs);
void um_verbs_destinations_free(struct um_verbs *verbs);
/* After a membership's address handle has changed. */
void um_verbs_redirect(struct um_verbs *verbs, struct um_verbs_membership *membership, struct ibv_ah *ah);

/* verbs_send.c */
int um_verbs_poll_tx(void *endpoint);
/* Takes completions of sends; those that a failed queue pair will never tell of are taken as completed if flushed is set. */
void um_verbs_retire(struct um_verbs *verbs, bool flushed);

/* verbs_receive.c */
int um_verbs_poll_rx(void *endpoint, int part);
int um_verbs_arm(void *endpoint, int part, struct pollfd into[UM_MOST_WATCHED]);
void um_verbs_repost(struct um_verbs_receiver *receiver);

#endif
