/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs_lib.h"

#include "error.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

static struct um_verbs_lib loaded;
static const struct um_verbs_lib *used;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int um_verbs_lib_missing(const char *name, const char *why) {
    return um_error(ENOSYS, "install rdma-core's run time (Debian: librdmacm1 and ibverbs-providers; Fedora: librdmacm and "
        "libibverbs)", "dlopen {%s: %s}", name, why == NULL ? "unknown" : why);
}

/* A symbol of the library; what a table lacks is remembered by the name of the first. */
static void *symbol(void *library, const char *name, const char **lacking) {
    void *at = dlsym(library, name);
    if (at == NULL && *lacking == NULL) {
        *lacking = name;
    }
    return at;
}

/* Under the lock. Both libraries stay loaded: providers do not bear to be unloaded. */
static int load(void) {
    void *verbs = dlopen("libibverbs.so.1", RTLD_NOW | RTLD_LOCAL);
    if (verbs == NULL) {
        return um_verbs_lib_missing("libibverbs.so.1", dlerror());
    }
    void *rdmacm = dlopen("librdmacm.so.1", RTLD_NOW | RTLD_LOCAL);
    if (rdmacm == NULL) {
        const int result = um_verbs_lib_missing("librdmacm.so.1", dlerror());
        dlclose(verbs);
        return result;
    }
    const char *lacking = NULL;
    struct um_verbs_lib lib;
    /* POSIX has it that dlsym's result may be a function. */
#define LOOK_UP(name, result, parameters) *(void **)(void *)&lib.name = symbol(library, #name, &lacking);
    void *library = verbs;
    UM_VERBS_SYMBOLS(LOOK_UP)
    library = rdmacm;
    UM_RDMACM_SYMBOLS(LOOK_UP)
    *(void **)(void *)&lib.query_gid_ex = dlsym(verbs, "_ibv_query_gid_ex");
    *(void **)(void *)&lib.join_multicast_ex = dlsym(rdmacm, "rdma_join_multicast_ex");
    if (lacking != NULL) {
        const int result = um_verbs_lib_missing(lacking, "no such symbol");
        dlclose(rdmacm);
        dlclose(verbs);
        return result;
    }
    loaded = lib;
    used = &loaded;
    return 0;
}

const struct um_verbs_lib *um_verbs_lib(void) {
    pthread_mutex_lock(&lock);
    const struct um_verbs_lib *lib = used != NULL || load() == 0 ? used : NULL;
    pthread_mutex_unlock(&lock);
    return lib;
}

void um_verbs_lib_use(const struct um_verbs_lib *lib) {
    pthread_mutex_lock(&lock);
    used = lib;
    pthread_mutex_unlock(&lock);
}

/* errno, which some providers leave at 0. */
static int failed(void) {
    return errno != 0 ? errno : EIO;
}

/* What "an errno, or -1 with errno set" means, as 0 or -errno. */
static int result_of(const int result) {
    return result == 0 ? 0 : result > 0 ? -result : -failed();
}

struct rdma_event_channel *um_v_create_event_channel(const struct um_verbs_lib *lib) {
    errno = 0;
    struct rdma_event_channel *channel = lib->rdma_create_event_channel();
    if (channel == NULL) {
        um_error(failed(), "this host has no RDMA device, the kernel module rdma_ucm is not loaded, or /dev/infiniband/rdma_cm "
            "is not visible or not writable here (a container needs --device=/dev/infiniband)", "rdma_create_event_channel");
    }
    return channel;
}

struct rdma_cm_id *um_v_create_id(const struct um_verbs_lib *lib, struct rdma_event_channel *channel, void *context,
    const uint32_t ps) {
    struct rdma_cm_id *id = NULL;
    errno = 0;
    if (lib->rdma_create_id(channel, &id, context, (enum rdma_port_space)ps) != 0) {
        um_error(failed(), "", "rdma_create_id {ps=0x%x}", ps);
        return NULL;
    }
    return id;
}

static const char *cause_of_bind(const int error, const bool ipoib) {
    if (ipoib && error == EINVAL) {
        return "the IPoIB port space is for InfiniBand: on RoCE use ps=udp";
    }
    switch (error) {
        case ENODEV: return "the interface has no RDMA device: take an IPoIB interface, or one of a RoCE device (see 'rdma link')";
        case EADDRNOTAVAIL: return "no interface has this address";
        default: return "";
    }
}

int um_v_bind(const struct um_verbs_lib *lib, struct rdma_cm_id *id, struct sockaddr *address, const char *text) {
    errno = 0;
    if (lib->rdma_bind_addr(id, address) != 0) {
        const int error = failed();
        return um_error(error, cause_of_bind(error, id->ps == RDMA_PS_IPOIB), "rdma_bind_addr {%s, ps=%s}", text,
            id->ps == RDMA_PS_IPOIB ? "ipoib" : "udp");
    }
    return id->verbs != NULL ? 0
        : um_error(ENODEV, cause_of_bind(ENODEV, false), "rdma_bind_addr {%s, no device}", text);
}

int um_v_query_device(const struct um_verbs_lib *lib, struct ibv_context *context, struct ibv_device_attr *attributes) {
    memset(attributes, 0, sizeof *attributes);
    errno = 0;
    const int result = result_of(lib->ibv_query_device(context, attributes));
    return result == 0 ? 0 : um_error(-result, "", "ibv_query_device");
}

int um_v_query_port(const struct um_verbs_lib *lib, struct ibv_context *context, const uint8_t port,
    struct ibv_port_attr *attributes) {
    memset(attributes, 0, sizeof *attributes);
    errno = 0;
    /* The symbol fills the part of the structure that every version has, which is all that is looked at. */
    const int result = result_of(lib->ibv_query_port(context, port, (struct _compat_ibv_port_attr *)(void *)attributes));
    return result == 0 ? 0 : um_error(-result, "", "ibv_query_port {port=%u}", port);
}

int um_v_query_gid(const struct um_verbs_lib *lib, struct ibv_context *context, const uint8_t port, const int index,
    const bool ethernet, union ibv_gid *gid) {
    errno = 0;
    if (lib->query_gid_ex != NULL) {
        struct ibv_gid_entry entry;
        memset(&entry, 0, sizeof entry);
        const int result = result_of(lib->query_gid_ex(context, port, (uint32_t)index, &entry, 0, sizeof entry));
        if (result == 0) {
            *gid = entry.gid;
            return (int)entry.gid_type;
        }
        if (result != -EOPNOTSUPP && result != -ENOSYS) {
            return result; /* ENODATA: an empty entry */
        }
    }
    const int result = result_of(lib->ibv_query_gid(context, port, index, gid));
    return result == 0 ? (ethernet ? IBV_GID_TYPE_ROCE_V2 : IBV_GID_TYPE_IB) : result;
}

struct ibv_pd *um_v_alloc_pd(const struct um_verbs_lib *lib, struct ibv_context *context) {
    errno = 0;
    struct ibv_pd *pd = lib->ibv_alloc_pd(context);
    if (pd == NULL) {
        um_error(failed(), "", "ibv_alloc_pd");
    }
    return pd;
}

#define MEMLOCK_FIX "let this process lock more memory: 'ulimit -l unlimited', memlock in /etc/security/limits.conf, " \
    "LimitMEMLOCK=infinity in a systemd unit, or --ulimit memlock=-1 for a container"

/* Is it likely that RLIMIT_MEMLOCK is what refused so many bytes? */
static bool memlock_short(const int error, const size_t bytes, struct rlimit *limit) {
    return (error == ENOMEM || error == EPERM || error == EAGAIN) && getrlimit(RLIMIT_MEMLOCK, limit) == 0 &&
        limit->rlim_cur != RLIM_INFINITY && bytes != 0;
}

struct ibv_mr *um_v_reg_mr(const struct um_verbs_lib *lib, struct ibv_pd *pd, void *base, const size_t bytes,
    const size_t total) {
    errno = 0;
    struct ibv_mr *mr = lib->ibv_reg_mr(pd, base, bytes, IBV_ACCESS_LOCAL_WRITE);
    if (mr != NULL) {
        return mr;
    }
    const int error = failed();
    struct rlimit limit;
    if (memlock_short(error, bytes, &limit)) {
        um_error(error, MEMLOCK_FIX, "ibv_reg_mr {bytes=%zu, registered before=%zu, so RLIMIT_MEMLOCK must be %zu or more "
            "for this transport alone, and is %llu}", bytes, total, total + bytes, (unsigned long long)limit.rlim_cur);
    } else {
        um_error(error, "", "ibv_reg_mr {bytes=%zu, registered before=%zu}", bytes, total);
    }
    return NULL;
}

static const char *cause_of_queue(const int error) {
    struct rlimit limit;
    return memlock_short(error, 1, &limit) ? "the device has no such queue to give, or: " MEMLOCK_FIX : "";
}

struct ibv_cq *um_v_create_cq(const struct um_verbs_lib *lib, struct ibv_context *context, const int entries,
    struct ibv_comp_channel *channel) {
    errno = 0;
    struct ibv_cq *cq = lib->ibv_create_cq(context, entries, NULL, channel, 0);
    if (cq == NULL) {
        const int error = failed();
        um_error(error, cause_of_queue(error), "ibv_create_cq {entries=%d}", entries);
    }
    return cq;
}

struct ibv_comp_channel *um_v_create_comp_channel(const struct um_verbs_lib *lib, struct ibv_context *context) {
    errno = 0;
    struct ibv_comp_channel *channel = lib->ibv_create_comp_channel(context);
    if (channel == NULL) {
        um_error(failed(), "", "ibv_create_comp_channel");
    }
    return channel;
}

int um_v_create_qp(const struct um_verbs_lib *lib, struct rdma_cm_id *id, struct ibv_pd *pd,
    struct ibv_qp_init_attr *attributes) {
    errno = 0;
    if (lib->rdma_create_qp(id, pd, attributes) == 0) {
        return 0;
    }
    const int error = failed();
    const struct ibv_qp_cap *cap = &attributes->cap;
    const char *cause = error == EADDRNOTAVAIL || error == ENOENT ? "the port has no such P_Key, or IPoIB has not joined its "
        "broadcast group: is the interface up, and does a subnet manager run?" : cause_of_queue(error);
    return um_error(error, cause, "rdma_create_qp {sends=%u, receives=%u, inline=%u}", cap->max_send_wr, cap->max_recv_wr,
        cap->max_inline_data);
}

struct ibv_ah *um_v_create_ah(const struct um_verbs_lib *lib, struct ibv_pd *pd, struct ibv_ah_attr *attributes) {
    errno = 0;
    struct ibv_ah *ah = lib->ibv_create_ah(pd, attributes);
    if (ah == NULL) {
        um_error(failed(), attributes->dlid == 0 ? "on RoCE the peer's link layer address must be found: does the peer answer "
            "ARP or neighbour discovery?" : "", "ibv_create_ah {dlid=0x%x, sgid_index=%u, is_global=%u}", attributes->dlid,
            attributes->grh.sgid_index, attributes->is_global);
    }
    return ah;
}

int um_v_query_qp(const struct um_verbs_lib *lib, struct ibv_qp *qp, struct ibv_qp_attr *attributes, const int mask) {
    struct ibv_qp_init_attr ignored;
    memset(attributes, 0, sizeof *attributes);
    errno = 0;
    const int result = result_of(lib->ibv_query_qp(qp, attributes, mask, &ignored));
    return result == 0 ? 0 : um_error(-result, "", "ibv_query_qp {qpn=0x%x}", qp->qp_num);
}

int um_v_modify_qp(const struct um_verbs_lib *lib, struct ibv_qp *qp, struct ibv_qp_attr *attributes, const int mask) {
    errno = 0;
    const int result = result_of(lib->ibv_modify_qp(qp, attributes, mask));
    return result == 0 ? 0 : um_error(-result, "", "ibv_modify_qp {qpn=0x%x, state=%d}", qp->qp_num, attributes->qp_state);
}

int um_v_join(const struct um_verbs_lib *lib, struct rdma_cm_id *id, struct sockaddr *group, const bool send_only,
    void *context) {
    errno = 0;
    if (!send_only) {
        return result_of(lib->rdma_join_multicast(id, group, context));
    }
    if (lib->join_multicast_ex == NULL) {
        return -EOPNOTSUPP;
    }
    struct rdma_cm_join_mc_attr_ex attributes = {
        .comp_mask = RDMA_CM_JOIN_MC_ATTR_ADDRESS | RDMA_CM_JOIN_MC_ATTR_JOIN_FLAGS,
        .join_flags = RDMA_MC_JOIN_FLAG_SENDONLY_FULLMEMBER,
        .addr = group,
    };
    return result_of(lib->join_multicast_ex(id, &attributes, context));
}

int um_v_leave(const struct um_verbs_lib *lib, struct rdma_cm_id *id, struct sockaddr *group) {
    errno = 0;
    return result_of(lib->rdma_leave_multicast(id, group));
}
