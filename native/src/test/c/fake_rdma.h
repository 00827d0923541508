/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * A fake of libibverbs and librdmacm behind the table that verbs_lib.h has: one device, its datagrams and groups within the process,
 * scripted failures. Everything it gives out is counted, and every object is memory of its own, so that AddressSanitizer sees leaks
 * and use after free.
 */
#ifndef UMCAST_FAKE_RDMA_H
#define UMCAST_FAKE_RDMA_H

#include "verbs_lib.h"

struct fake {
    /* the script */
    int fail_at;           /* the call that fails, counted from 1; 0: none */
    int fail_errno;
    bool ethernet;
    bool refuse_send_only; /* a send-only join brings MULTICAST_ERROR */
    bool silent;           /* joins bring no event */
    bool hold;             /* sends do not complete */
    bool down;             /* the port */
    int post_send_errno;   /* the next post_send fails with */
    int send_status;       /* the next send completes with this wc status */
    int receive_status;    /* likewise the next receive */
    int max_qp_wr;
    int inline_most;
    uint16_t mlid;         /* of the next join */
    uint16_t lid;
    /* what has happened */
    int calls;
    bool failed;
    char failed_call[64];
    int live;              /* objects that are not given back */
    int attached;
    int detached;          /* by ibv_detach_mcast */
    int memberships;
    int events_unacked;
    int modified;          /* state changes of queue pairs */
    uint64_t inlined;
};

extern struct fake fake;

/* Begins anew, with the fake in place of the libraries. */
void fake_begin(void);
void fake_end(void);

/* Tells every membership that it is lost. */
void fake_lose_all(int status);
/* Tells the device removal, address change. */
void fake_cm_event(enum rdma_cm_event_type type);
/* element: 0 the port, 1 the first queue pair's receive queue's completion queue, 2 the first queue pair. */
void fake_async(enum ibv_event_type type, int element);
/* Puts what was held back into completion queues. */
void fake_release(void);

#endif
