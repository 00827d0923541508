/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs.h"

#include "error.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define IP_AND_UDP_V4 28
#define IP_AND_UDP_V6 48
#define IPOIB_ENCAPSULATION 4

static int check(const struct um_open *parameters) {
    if (parameters->address.kind != UM_ADDRESS_IPV4 && parameters->address.kind != UM_ADDRESS_IPV6) {
        return um_error(EAFNOSUPPORT, "a verbs transport is bound to an interface's IPv4 or IPv6 address",
            "open verbs {address kind=%u}", parameters->address.kind);
    }
    if (parameters->port_space != UM_PORT_SPACE_UDP && parameters->port_space != UM_PORT_SPACE_IPOIB) {
        return um_error(EINVAL, "the port space is udp or ipoib", "open verbs {port space=0x%x}", parameters->port_space);
    }
    return 0;
}

/* An address to bind to; the port is any. */
static void name_of(const struct um_open *parameters, union um_udp_name *name) {
    memset(name, 0, sizeof *name);
    if (parameters->address.kind == UM_ADDRESS_IPV4) {
        name->v4.sin_family = AF_INET;
        memcpy(&name->v4.sin_addr, parameters->address.bytes + 12, 4);
    } else {
        name->v6.sin6_family = AF_INET6;
        memcpy(&name->v6.sin6_addr, parameters->address.bytes, 16);
        if (IN6_IS_ADDR_LINKLOCAL(&name->v6.sin6_addr)) {
            name->v6.sin6_scope_id = parameters->address.scope != 0 ? parameters->address.scope : parameters->interface_index;
        }
    }
}

static int bind_ids(struct um_verbs *verbs) {
    char text[128];
    snprintf(text, sizeof text, "address=%s, interface=%s", um_verbs_text(&verbs->parameters.address),
        verbs->parameters.interface_name);
    for (int part = 0; part < UM_PARTS; part++) {
        verbs->ids[part] = um_v_create_id(verbs->lib, verbs->channel, verbs, verbs->parameters.port_space);
        if (verbs->ids[part] == NULL) {
            return um_error_in("open verbs");
        }
        union um_udp_name name;
        name_of(&verbs->parameters, &name);
        const int result = um_v_bind(verbs->lib, verbs->ids[part], &name.any, text);
        if (result < 0) {
            return result;
        }
    }
    if (verbs->ids[UM_PART_DATA]->verbs != verbs->ids[UM_PART_CONTROL]->verbs ||
        verbs->ids[UM_PART_DATA]->port_num != verbs->ids[UM_PART_CONTROL]->port_num) {
        return um_error(EXDEV, "the address moved to another device meanwhile: open again", "rdma_bind_addr {%s}", text);
    }
    verbs->context = verbs->ids[UM_PART_DATA]->verbs;
    return 0;
}

/* The interface's MTU, or 0 if it cannot be told. */
static uint32_t interface_mtu(const char *name) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
    const int fd = name[0] == 0 ? -1 : socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return 0;
    }
    const uint32_t mtu = ioctl(fd, SIOCGIFMTU, &request) < 0 || request.ifr_mtu < 0 ? 0 : (uint32_t)request.ifr_mtu;
    close(fd);
    return mtu;
}

/* On InfiniBand the interface's MTU says what the fabric's groups carry (rdma_ud_param has no MTU). */
static uint32_t largest(const struct um_verbs *verbs) {
    const uint32_t interface = interface_mtu(verbs->parameters.interface_name);
    uint32_t mtu = verbs->info.active_mtu;
    if (!verbs->ethernet && interface != 0 && interface + IPOIB_ENCAPSULATION < mtu) {
        mtu = interface + IPOIB_ENCAPSULATION;
    }
    if (verbs->ipoib) {
        mtu -= IPOIB_ENCAPSULATION + (verbs->family == AF_INET ? IP_AND_UDP_V4 : IP_AND_UDP_V6);
    }
    return mtu & ~7U;
}

/* The table's entry of the id's GID; on RoCE version 2 is preferred, as the rdma_cm does. */
static int find_gid(struct um_verbs *verbs, const int entries) {
    const union ibv_gid *wanted = &verbs->ids[UM_PART_DATA]->route.addr.addr.ibaddr.sgid;
    int best = -1;
    int best_type = -1;
    for (int i = 0; i < entries; i++) {
        union ibv_gid gid;
        const int type = um_v_query_gid(verbs->lib, verbs->context, (uint8_t)verbs->info.device_port, i, verbs->ethernet, &gid);
        if (type > best_type && memcmp(&gid, wanted, sizeof gid) == 0) {
            best = i;
            best_type = type;
        }
    }
    if (best < 0) {
        return um_error(ENOENT, "the device's GID table lacks the interface's address: is the interface up?",
            "ibv_query_gid {device=%s, port=%u}", verbs->info.device, verbs->info.device_port);
    }
    verbs->sgid_index = (uint16_t)best;
    verbs->info.gid_type = (uint32_t)best_type;
    memcpy(verbs->info.gid, wanted, sizeof verbs->info.gid);
    return 0;
}

int um_verbs_query(struct um_verbs *verbs) {
    struct ibv_port_attr port;
    const int result = um_v_query_port(verbs->lib, verbs->context, (uint8_t)verbs->info.device_port, &port);
    if (result < 0) {
        return result;
    }
    verbs->ethernet = port.link_layer == IBV_LINK_LAYER_ETHERNET;
    verbs->info.link_layer = verbs->ethernet ? UM_LINK_ETHERNET : UM_LINK_INFINIBAND;
    verbs->info.active_mtu = 128U << port.active_mtu;
    verbs->info.lid = port.lid;
    verbs->info.port_state = port.state;
    verbs->info.mtu = largest(verbs);
    if (!verbs->ipoib) {
        verbs->control.scope = port.lid;
    }
    return find_gid(verbs, port.gid_tbl_len);
}

static int check_found(const struct um_verbs *verbs) {
    const struct um_open *parameters = &verbs->parameters;
    const struct um_info *info = &verbs->info;
    if ((parameters->device[0] != 0 && strcmp(parameters->device, info->device) != 0) ||
        (parameters->device_port != 0 && parameters->device_port != info->device_port)) {
        return um_error(ENXIO, "name the interface that belongs to the device and port",
            "open verbs {%s leads to device=%s, port=%u, not to device=%s, port=%u}", um_verbs_text(&parameters->address),
            info->device, info->device_port, parameters->device, parameters->device_port);
    }
    if (parameters->pkey != 0 && ((parameters->pkey ^ info->pkey) & 0x7FFF) != 0) {
        return um_error(ENXIO, "the P_Key is the interface's: name the IPoIB interface of that partition (ib0.8001, say)",
            "open verbs {%s has pkey=0x%x, not 0x%x}", um_verbs_text(&parameters->address), info->pkey, parameters->pkey);
    }
    return 0;
}

int um_verbs_attach(struct um_verbs *verbs, const struct um_open *parameters) {
    int result = check(parameters);
    if (result < 0) {
        return result;
    }
    verbs->parameters = *parameters;
    verbs->parameters.interface_name[sizeof parameters->interface_name - 1] = 0;
    verbs->parameters.device[sizeof parameters->device - 1] = 0;
    verbs->ipoib = parameters->port_space == UM_PORT_SPACE_IPOIB;
    verbs->family = parameters->address.kind == UM_ADDRESS_IPV4 ? AF_INET : AF_INET6;
    verbs->lib = um_verbs_lib();
    if (verbs->lib == NULL) {
        return um_error_in("open verbs");
    }
    verbs->channel = um_v_create_event_channel(verbs->lib);
    if (verbs->channel == NULL) {
        return um_error_in("open verbs");
    }
    result = bind_ids(verbs);
    if (result < 0) {
        return result;
    }
    const struct rdma_cm_id *id = verbs->ids[UM_PART_DATA];
    snprintf(verbs->info.device, sizeof verbs->info.device, "%s", verbs->lib->ibv_get_device_name(verbs->context->device));
    verbs->info.device_port = id->port_num;
    result = um_verbs_query(verbs);
    verbs->info.pkey = verbs->ethernet ? 0xFFFF : ntohs(id->route.addr.addr.ibaddr.pkey);
    return result < 0 ? result : check_found(verbs);
}

void um_verbs_detach(struct um_verbs *verbs) {
    for (int part = 0; part < UM_PARTS; part++) {
        if (verbs->ids[part] != NULL) {
            verbs->lib->rdma_destroy_id(verbs->ids[part]);
            verbs->ids[part] = NULL;
        }
    }
    if (verbs->channel != NULL) {
        verbs->lib->rdma_destroy_event_channel(verbs->channel);
        verbs->channel = NULL;
    }
}

int um_verbs_probe(const struct um_open *parameters, struct um_info *info) {
    struct um_verbs verbs;
    memset(&verbs, 0, sizeof verbs);
    const int result = um_verbs_attach(&verbs, parameters);
    *info = verbs.info;
    um_verbs_detach(&verbs);
    return result;
}

