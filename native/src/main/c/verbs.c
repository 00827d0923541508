/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* How long closing waits for the last sends, a BYE among them. */
#define LINGER_MS 200

/* What has been posted is to leave before the queue pair goes. */
static void linger(struct um_verbs *verbs) {
    const int64_t deadline = um_verbs_now() + LINGER_MS;
    while (verbs->sender.posted != verbs->sender.retired && verbs->failed == 0 && um_verbs_now() < deadline) {
        um_verbs_retire(verbs, false);
        sched_yield();
    }
}

static void close_kernel(struct um_verbs *verbs) {
    if (verbs->kernel != NULL) {
        um_udp_close_socket(&verbs->kernel->control);
        free(verbs->kernel);
    }
}

static void verbs_close(void *endpoint) {
    struct um_verbs *verbs = endpoint;
    if (verbs->context != NULL) {
        um_verbs_unlisten(verbs);
    }
    if (verbs->sender.qp != NULL) {
        linger(verbs);
    }
    um_verbs_leave_all(verbs);
    um_verbs_destinations_free(verbs);
    if (verbs->context != NULL) {
        um_verbs_destroy_queues(verbs);
    }
    um_verbs_detach(verbs);
    close_kernel(verbs);
    free(verbs);
}

static int check_sizes(const struct um_verbs *verbs) {
    const struct um_open *parameters = &verbs->parameters;
    if (parameters->mtu == 0 || parameters->mtu > verbs->info.mtu) {
        return um_error(EMSGSIZE, "a datagram must fit the port's active MTU, and on InfiniBand the interface's MTU: ask for less",
            "open verbs {mtu=%u, device=%s, port=%u, active_mtu=%u, largest datagram=%u}", parameters->mtu, verbs->info.device,
            verbs->info.device_port, verbs->info.active_mtu, verbs->info.mtu);
    }
    if (parameters->data_stride < parameters->mtu || parameters->control_stride < parameters->mtu ||
        (verbs->ipoib && (parameters->port == 0 || parameters->port > 65535))) {
        return um_error(EINVAL, "a slot holds a datagram, and a port is 1 to 65535", "open verbs {mtu=%u, slots=%u and %u, "
            "port=%u}", parameters->mtu, parameters->data_stride, parameters->control_stride, parameters->port);
    }
    return 0;
}

/* The IPoIB port space's way to peers and from them. */
static int open_kernel(struct um_verbs *verbs) {
    struct um_udp *udp = calloc(1, sizeof *udp);
    if (udp == NULL) {
        return um_error(ENOMEM, "", "calloc {bytes=%zu}", sizeof *udp);
    }
    udp->parameters = verbs->parameters;
    udp->parameters.flags = 0;
    udp->shared = verbs->shared;
    udp->family = verbs->family;
    udp->control.fd = -1;
    verbs->kernel = udp;
    const int result = um_udp_open_control(udp);
    if (result < 0) {
        return result;
    }
    um_udp_receiver_init(udp, UM_PART_CONTROL);
    union um_udp_name name;
    socklen_t length = sizeof name;
    if (getsockname(udp->control.fd, &name.any, &length) < 0) {
        return um_error(errno, "", "getsockname");
    }
    um_udp_address_of(&name, &verbs->control);
    return 0;
}

static int set_nonblocking(const int fd) {
    const int flags = fcntl(fd, F_GETFL);
    return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ? um_error(errno, "", "fcntl {O_NONBLOCK}") : 0;
}

static int open_parts(struct um_verbs *verbs, const struct um_open *parameters) {
    int result = um_verbs_attach(verbs, parameters);
    result = result < 0 ? result : check_sizes(verbs);
    result = result < 0 ? result : set_nonblocking(verbs->channel->fd);
    verbs->encapsulation = !verbs->ipoib ? 0 : verbs->family == AF_INET ? UM_IPOIB_HEADER_V4 : UM_IPOIB_HEADER_V6;
    if (result == 0 && verbs->ipoib) {
        result = open_kernel(verbs);
    }
    result = result < 0 ? result : um_verbs_create_queues(verbs);
    if (result < 0) {
        return result;
    }
    if (!verbs->ipoib) {
        verbs->control.kind = UM_ADDRESS_IB;
        verbs->control.port = verbs->info.control_qpn;
        verbs->control.qkey = verbs->info.qkey;
    }
    um_verbs_listen(verbs);
    return 0;
}

static int verbs_open(const struct um_open *parameters, struct um_shared *shared, void **endpoint) {
    struct um_verbs *verbs = calloc(1, sizeof *verbs);
    if (verbs == NULL) {
        return um_error(ENOMEM, "", "calloc {bytes=%zu}", sizeof *verbs);
    }
    verbs->shared = shared;
    verbs->random = (uint64_t)um_verbs_now() << 20 ^ (uint64_t)getpid() ^ (uintptr_t)verbs;
    verbs->random += verbs->random == 0;
    const int result = open_parts(verbs, parameters);
    if (result < 0) {
        verbs_close(verbs);
        return result;
    }
    *endpoint = verbs;
    return 0;
}

static int verbs_control_address(void *endpoint, struct um_address *address) {
    const struct um_verbs *verbs = endpoint;
    *address = verbs->control;
    if (!verbs->ipoib) {
        memcpy(address->bytes, verbs->info.gid, sizeof address->bytes);
        address->scope = verbs->ethernet ? 0 : verbs->info.lid;
    }
    return 0;
}

static int verbs_receive_buffer(void *endpoint) {
    const struct um_verbs *verbs = endpoint;
    const struct um_verbs_receiver *receiver = &verbs->receivers[UM_PART_DATA];
    const uint64_t bytes = (uint64_t)receiver->depth * receiver->slots->stride;
    return bytes > INT32_MAX ? INT32_MAX : (int)bytes;
}

static int verbs_info(void *endpoint, struct um_info *info) {
    *info = ((const struct um_verbs *)endpoint)->info;
    return 0;
}

const struct um_backend um_verbs_backend = {
    .name = "verbs",
    .open = verbs_open,
    .close = verbs_close,
    .join = um_verbs_join,
    .leave = um_verbs_leave,
    .destination_open = um_verbs_destination_open,
    .destination_close = um_verbs_destination_close,
    .region_add = um_verbs_region_add,
    .region_remove = um_verbs_region_remove,
    .poll_tx = um_verbs_poll_tx,
    .poll_rx = um_verbs_poll_rx,
    .control_address = verbs_control_address,
    .receive_buffer = verbs_receive_buffer,
    .membership = um_verbs_membership,
    .events = um_verbs_events,
    .info = verbs_info,
    .arm = um_verbs_arm,
};
