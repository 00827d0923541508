/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * libibverbs and librdmacm, loaded when they are first needed, and their four error conventions wrapped once: whatever is called um_v_*
 * returns 0 or -errno, or a pointer or NULL, and sets um_error when it fails. Data path calls (post, poll, arm) are inline functions of
 * verbs.h over the context's own table and need no library.
 */
#ifndef UMCAST_VERBS_LIB_H
#define UMCAST_VERBS_LIB_H

#include <rdma/rdma_cma.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#undef ibv_query_port
#undef ibv_reg_mr

/* name, result, parameters: each a member of the table, looked up by its name. */
#define UM_VERBS_SYMBOLS(X) \
    X(ibv_query_device, int, (struct ibv_context *, struct ibv_device_attr *)) \
    X(ibv_query_port, int, (struct ibv_context *, uint8_t, struct _compat_ibv_port_attr *)) \
    X(ibv_query_gid, int, (struct ibv_context *, uint8_t, int, union ibv_gid *)) \
    X(ibv_get_device_name, const char *, (struct ibv_device *)) \
    X(ibv_alloc_pd, struct ibv_pd *, (struct ibv_context *)) \
    X(ibv_dealloc_pd, int, (struct ibv_pd *)) \
    X(ibv_reg_mr, struct ibv_mr *, (struct ibv_pd *, void *, size_t, int)) \
    X(ibv_dereg_mr, int, (struct ibv_mr *)) \
    X(ibv_create_comp_channel, struct ibv_comp_channel *, (struct ibv_context *)) \
    X(ibv_destroy_comp_channel, int, (struct ibv_comp_channel *)) \
    X(ibv_create_cq, struct ibv_cq *, (struct ibv_context *, int, void *, struct ibv_comp_channel *, int)) \
    X(ibv_destroy_cq, int, (struct ibv_cq *)) \
    X(ibv_get_cq_event, int, (struct ibv_comp_channel *, struct ibv_cq **, void **)) \
    X(ibv_ack_cq_events, void, (struct ibv_cq *, unsigned int)) \
    X(ibv_create_ah, struct ibv_ah *, (struct ibv_pd *, struct ibv_ah_attr *)) \
    X(ibv_destroy_ah, int, (struct ibv_ah *)) \
    X(ibv_modify_qp, int, (struct ibv_qp *, struct ibv_qp_attr *, int)) \
    X(ibv_query_qp, int, (struct ibv_qp *, struct ibv_qp_attr *, int, struct ibv_qp_init_attr *)) \
    X(ibv_detach_mcast, int, (struct ibv_qp *, const union ibv_gid *, uint16_t)) \
    X(ibv_get_async_event, int, (struct ibv_context *, struct ibv_async_event *)) \
    X(ibv_ack_async_event, void, (struct ibv_async_event *)) \
    X(ibv_wc_status_str, const char *, (enum ibv_wc_status))

#define UM_RDMACM_SYMBOLS(X) \
    X(rdma_create_event_channel, struct rdma_event_channel *, (void)) \
    X(rdma_destroy_event_channel, void, (struct rdma_event_channel *)) \
    X(rdma_create_id, int, (struct rdma_event_channel *, struct rdma_cm_id **, void *, enum rdma_port_space)) \
    X(rdma_destroy_id, int, (struct rdma_cm_id *)) \
    X(rdma_bind_addr, int, (struct rdma_cm_id *, struct sockaddr *)) \
    X(rdma_create_qp, int, (struct rdma_cm_id *, struct ibv_pd *, struct ibv_qp_init_attr *)) \
    X(rdma_destroy_qp, void, (struct rdma_cm_id *)) \
    X(rdma_join_multicast, int, (struct rdma_cm_id *, struct sockaddr *, void *)) \
    X(rdma_leave_multicast, int, (struct rdma_cm_id *, struct sockaddr *)) \
    X(rdma_get_cm_event, int, (struct rdma_event_channel *, struct rdma_cm_event **)) \
    X(rdma_ack_cm_event, int, (struct rdma_cm_event *)) \
    X(rdma_event_str, const char *, (enum rdma_cm_event_type))

#define UM_MEMBER(name, result, parameters) result (*name) parameters;

struct um_verbs_lib {
    UM_VERBS_SYMBOLS(UM_MEMBER)
    UM_RDMACM_SYMBOLS(UM_MEMBER)
    /* These came later: NULL where the libraries are older. */
    int (*query_gid_ex)(struct ibv_context *, uint32_t, uint32_t, struct ibv_gid_entry *, uint32_t, size_t);
    int (*join_multicast_ex)(struct rdma_cm_id *, struct rdma_cm_join_mc_attr_ex *, void *);
};

/* The table; NULL with um_error set if the libraries cannot be loaded. */
const struct um_verbs_lib *um_verbs_lib(void);

/* For tests: another table from now on, or NULL for the real one; and how a missing library is told of. */
void um_verbs_lib_use(const struct um_verbs_lib *lib);
int um_verbs_lib_missing(const char *name, const char *why);

struct rdma_event_channel *um_v_create_event_channel(const struct um_verbs_lib *lib);
struct rdma_cm_id *um_v_create_id(const struct um_verbs_lib *lib, struct rdma_event_channel *channel, void *context, uint32_t ps);
/* The text names address and interface in the error. */
int um_v_bind(const struct um_verbs_lib *lib, struct rdma_cm_id *id, struct sockaddr *address, const char *text);
int um_v_query_device(const struct um_verbs_lib *lib, struct ibv_context *context, struct ibv_device_attr *attributes);
int um_v_query_port(const struct um_verbs_lib *lib, struct ibv_context *context, uint8_t port, struct ibv_port_attr *attributes);
/* The GID table's entry: its type as struct um_info tells it, or -errno. */
int um_v_query_gid(const struct um_verbs_lib *lib, struct ibv_context *context, uint8_t port, int index, bool ethernet,
    union ibv_gid *gid);
struct ibv_pd *um_v_alloc_pd(const struct um_verbs_lib *lib, struct ibv_context *context);
/* The total is what the transport has registered so far, for the error. */
struct ibv_mr *um_v_reg_mr(const struct um_verbs_lib *lib, struct ibv_pd *pd, void *base, size_t bytes, size_t total);
struct ibv_cq *um_v_create_cq(const struct um_verbs_lib *lib, struct ibv_context *context, int entries,
    struct ibv_comp_channel *channel);
struct ibv_comp_channel *um_v_create_comp_channel(const struct um_verbs_lib *lib, struct ibv_context *context);
int um_v_create_qp(const struct um_verbs_lib *lib, struct rdma_cm_id *id, struct ibv_pd *pd, struct ibv_qp_init_attr *attributes);
struct ibv_ah *um_v_create_ah(const struct um_verbs_lib *lib, struct ibv_pd *pd, struct ibv_ah_attr *attributes);
int um_v_query_qp(const struct um_verbs_lib *lib, struct ibv_qp *qp, struct ibv_qp_attr *attributes, int mask);
int um_v_modify_qp(const struct um_verbs_lib *lib, struct ibv_qp *qp, struct ibv_qp_attr *attributes, int mask);
/* These two set no um_error: what they fail with is the membership's to tell. */
int um_v_join(const struct um_verbs_lib *lib, struct rdma_cm_id *id, struct sockaddr *group, bool send_only, void *context);
int um_v_leave(const struct um_verbs_lib *lib, struct rdma_cm_id *id, struct sockaddr *group);

#endif
