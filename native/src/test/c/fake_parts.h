/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* What the halves of the fake share. */
#ifndef UMCAST_FAKE_PARTS_H
#define UMCAST_FAKE_PARTS_H

#include "fake_rdma.h"

#define MOST 64
#define QUEUE 8192

struct fake_cq {
    struct ibv_cq cq;
    struct ibv_wc wc[QUEUE];
    uint64_t first;
    uint64_t count;
    bool armed;
};

struct fake_receive {
    uint64_t wr_id;
    struct ibv_sge sge[2];
};

struct fake_qp {
    struct ibv_qp qp;
    struct fake_receive receives[QUEUE];
    uint64_t first;
    uint64_t count;
    uint32_t most;
};

struct fake_ah {
    struct ibv_ah ah;
    struct ibv_ah_attr attributes;
};

struct fake_membership {
    struct rdma_cm_id *id;
    struct sockaddr_storage name;
    void *context;
    bool send_only;
    bool joined;
    union ibv_gid mgid;
};

extern struct ibv_device fake_device;
extern struct ibv_context fake_context;
extern struct fake_qp *fake_qps[MOST];
extern struct fake_membership fake_memberships[MOST];

/* Is this the call that the script lets fail? Sets errno. */
bool fake_failing(const char *call);
/* Zeroed memory that is counted, or NULL if the call fails. */
void *fake_object(const char *call, size_t bytes);
void fake_gone(void *at);
union ibv_gid fake_gid(void);

/* Puts the functions into the table, and empties what they keep. */
void fake_fill_verbs(struct um_verbs_lib *lib);
void fake_fill_cm(struct um_verbs_lib *lib);

#endif
