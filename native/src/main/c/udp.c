/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "udp.h"

#include "error.h"

#include <stdlib.h>

static void udp_close(void *endpoint) {
    struct um_udp *udp = endpoint;
    um_udp_close_socket(&udp->control);
    for (int i = 0; i < UM_UDP_MAX_SOCKETS; i++) {
        um_udp_close_socket(&udp->data[i]);
    }
    um_udp_destinations_free(udp);
    free(udp->memberships);
    free(udp);
}

static int check(const struct um_open *parameters) {
    if (parameters->address.kind != UM_ADDRESS_IPV4 && parameters->address.kind != UM_ADDRESS_IPV6) {
        return um_error(EAFNOSUPPORT, "a UDP transport needs an IPv4 or IPv6 address", "open udp {address kind=%u}",
            parameters->address.kind);
    }
    const uint32_t least = (parameters->flags & UM_OPEN_GRO) != 0 ? 65536 : parameters->mtu;
    if (parameters->mtu == 0 || parameters->mtu > UM_UDP_MAX_PAYLOAD || parameters->data_stride < least ||
        parameters->control_stride < least || parameters->port == 0 || parameters->port > 65535) {
        return um_error(EINVAL, "the mtu is 1 to 65507, the port 1 to 65535, and a slot holds a datagram (with gro 65536 bytes)",
            "open udp {mtu=%u, slots=%u and %u, port=%u}", parameters->mtu, parameters->data_stride, parameters->control_stride,
            parameters->port);
    }
    return 0;
}

static int udp_open(const struct um_open *parameters, struct um_shared *shared, void **endpoint) {
    int result = check(parameters);
    if (result < 0) {
        return result;
    }
    struct um_udp *udp = calloc(1, sizeof *udp);
    if (udp == NULL) {
        return um_error(ENOMEM, "", "calloc {bytes=%zu}", sizeof *udp);
    }
    udp->parameters = *parameters;
    udp->parameters.interface_name[sizeof udp->parameters.interface_name - 1] = 0;
    udp->shared = shared;
    udp->family = parameters->address.kind == UM_ADDRESS_IPV4 ? AF_INET : AF_INET6;
    udp->control.fd = -1;
    for (int i = 0; i < UM_UDP_MAX_SOCKETS; i++) {
        udp->data[i].fd = -1;
    }
    result = um_udp_open_control(udp);
    if (result == 0) {
        result = um_udp_open_data(udp, &udp->data[0]);
    }
    if (result < 0) {
        udp_close(udp);
        return result;
    }
    um_udp_sender_init(udp);
    um_udp_receiver_init(udp, UM_PART_DATA);
    um_udp_receiver_init(udp, UM_PART_CONTROL);
    *endpoint = udp;
    return 0;
}

static int udp_region(void *endpoint, const int region) {
    (void)endpoint;
    (void)region;
    return 0; /* the kernel copies: nothing to register */
}

static int udp_control_address(void *endpoint, struct um_address *address) {
    const struct um_udp *udp = endpoint;
    union um_udp_name name;
    socklen_t length = sizeof name;
    if (getsockname(udp->control.fd, &name.any, &length) < 0) {
        return um_error(errno, "", "getsockname");
    }
    um_udp_address_of(&name, address);
    return 0;
}

static int udp_receive_buffer(void *endpoint) {
    return ((const struct um_udp *)endpoint)->receive_buffer;
}

const struct um_backend um_udp_backend = {
    .name = "udp",
    .open = udp_open,
    .close = udp_close,
    .join = um_udp_join,
    .leave = um_udp_leave,
    .destination_open = um_udp_destination_open,
    .destination_close = um_udp_destination_close,
    .region_add = udp_region,
    .region_remove = udp_region,
    .poll_tx = um_udp_poll_tx,
    .poll_rx = um_udp_poll_rx,
    .control_address = udp_control_address,
    .receive_buffer = udp_receive_buffer,
    .arm = um_udp_arm,
};
