/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs.h"

#include "error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DESTINATIONS 65536
#define HOP_LIMIT 64

static const uint8_t no_gid[16];

static bool is_group(const struct um_address *address) {
    switch (address->kind) {
        case UM_ADDRESS_IPV4: return address->bytes[12] >> 4 == 0xE;
        case UM_ADDRESS_IPV6: return address->bytes[0] == 0xFF;
        default: return address->bytes[0] == 0xFF && address->port == 0;
    }
}

/* A number that is not used. */
static uint32_t free_number(const struct um_verbs *verbs) {
    for (uint32_t i = 1; i < verbs->destinations_count; i++) {
        if (!verbs->destinations[i].used) {
            return i;
        }
    }
    return verbs->destinations_count == 0 ? 1 : verbs->destinations_count;
}

/* Makes room for a number; the poller is held out while the table moves. */
static bool grow(struct um_verbs *verbs, const uint32_t number) {
    if (number < verbs->destinations_count) {
        return true;
    }
    const uint32_t count = verbs->destinations_count == 0 ? 16 : verbs->destinations_count * 2;
    if (count > MAX_DESTINATIONS) {
        return false;
    }
    struct um_part *part = &verbs->shared->parts[UM_PART_CONTROL];
    um_part_lock(part);
    struct um_verbs_destination *more = realloc(verbs->destinations, count * sizeof *more);
    if (more != NULL) {
        memset(more + verbs->destinations_count, 0, (count - verbs->destinations_count) * sizeof *more);
        verbs->destinations = more;
        verbs->destinations_count = count;
    }
    um_part_unlock(part);
    return more != NULL;
}

static int to_group(struct um_verbs *verbs, const struct um_address *group, struct um_verbs_destination *destination) {
    struct um_verbs_membership *membership = um_verbs_member(verbs, group);
    if (membership == NULL) {
        return um_error_in("open destination");
    }
    destination->membership = membership;
    destination->ah = membership->ah;
    destination->qpn = membership->qpn;
    destination->qkey = membership->granted.qkey;
    if (verbs->ipoib) {
        um_ipoib_template(&destination->template, &verbs->control, group, (uint8_t)verbs->parameters.ttl);
    }
    return 0;
}

static int to_queue_pair(struct um_verbs *verbs, const struct um_address *peer, struct um_verbs_destination *destination) {
    const bool global = memcmp(peer->bytes, no_gid, sizeof no_gid) != 0;
    if (peer->kind != UM_ADDRESS_IB || peer->port == 0 || (verbs->ethernet ? !global : peer->scope == 0)) {
        return um_error(peer->kind == UM_ADDRESS_IB ? EINVAL : EAFNOSUPPORT, "a peer of the UDP port space is a queue pair: its "
            "number, its GID, and on InfiniBand its LID", "open destination {%s, qpn=0x%x, lid=0x%x}", um_verbs_text(peer),
            peer->port, peer->scope);
    }
    struct ibv_ah_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.port_num = (uint8_t)verbs->info.device_port;
    attributes.dlid = verbs->ethernet ? 0 : (uint16_t)peer->scope;
    attributes.sl = verbs->sl;
    attributes.is_global = global;
    attributes.grh.hop_limit = HOP_LIMIT;
    attributes.grh.sgid_index = (uint8_t)verbs->sgid_index;
    memcpy(&attributes.grh.dgid, peer->bytes, sizeof attributes.grh.dgid);
    destination->ah = um_v_create_ah(verbs->lib, verbs->pd, &attributes);
    if (destination->ah == NULL) {
        return um_error_in("open destination {%s, qpn=0x%x}", um_verbs_text(peer), peer->port);
    }
    destination->qpn = peer->port;
    destination->qkey = peer->qkey != 0 ? peer->qkey : verbs->info.qkey;
    return 0;
}

static int to_socket(struct um_verbs *verbs, const struct um_address *peer, struct um_verbs_destination *destination) {
    if (!um_udp_name_of(verbs->kernel, peer, &destination->name, &destination->length) || peer->port == 0 ||
        peer->port > 65535) {
        return um_error(EAFNOSUPPORT, "in the IPoIB port space a peer is an IP address of the interface's family, and a port",
            "open destination {%s}", um_verbs_text(peer));
    }
    return 0;
}

int um_verbs_destination_open(void *endpoint, const struct um_address *address) {
    struct um_verbs *verbs = endpoint;
    um_verbs_sweep(verbs);
    struct um_verbs_destination destination;
    memset(&destination, 0, sizeof destination);
    const int result = is_group(address) ? to_group(verbs, address, &destination)
        : verbs->ipoib ? to_socket(verbs, address, &destination) : to_queue_pair(verbs, address, &destination);
    if (result < 0) {
        return result;
    }
    destination.used = true;
    const uint32_t number = free_number(verbs);
    if (!grow(verbs, number)) {
        if (destination.membership != NULL) {
            um_verbs_unreference(verbs, destination.membership);
        } else if (destination.ah != NULL) {
            verbs->lib->ibv_destroy_ah(destination.ah);
        }
        return um_error(ENOSPC, "a transport has at most 65535 destinations", "open destination {%s}", um_verbs_text(address));
    }
    um_part_lock(&verbs->shared->parts[UM_PART_CONTROL]);
    verbs->destinations[number] = destination;
    um_part_unlock(&verbs->shared->parts[UM_PART_CONTROL]);
    return (int)number;
}

int um_verbs_destination_close(void *endpoint, const int number) {
    struct um_verbs *verbs = endpoint;
    if (number < 1 || (uint32_t)number >= verbs->destinations_count || !verbs->destinations[number].used ||
        verbs->destinations[number].closed) {
        return um_error(EINVAL, "", "close destination {number=%d}", number);
    }
    um_part_lock(&verbs->shared->parts[UM_PART_CONTROL]);
    verbs->destinations[number].closed = true;
    verbs->destinations[number].closed_at = um_ring_tail(&verbs->shared->tx);
    um_part_unlock(&verbs->shared->parts[UM_PART_CONTROL]);
    um_verbs_sweep(verbs);
    return 0;
}

/* Keeps a handle until what has been posted by now has completed. The part is held. */
static void retire(struct um_verbs *verbs, struct ibv_ah *ah) {
    if (verbs->retired_count == verbs->retired_room) {
        const uint32_t room = verbs->retired_room == 0 ? 16 : verbs->retired_room * 2;
        struct um_verbs_retired *more = realloc(verbs->retired, room * sizeof *more);
        if (more == NULL) {
            return; /* lives until the protection domain goes */
        }
        verbs->retired = more;
        verbs->retired_room = room;
    }
    verbs->retired[verbs->retired_count++] = (struct um_verbs_retired){ah, verbs->sender.posted};
}

void um_verbs_redirect(struct um_verbs *verbs, struct um_verbs_membership *membership, struct ibv_ah *ah) {
    struct um_part *part = &verbs->shared->parts[UM_PART_CONTROL];
    um_part_lock(part);
    for (uint32_t i = 1; i < verbs->destinations_count; i++) {
        struct um_verbs_destination *destination = &verbs->destinations[i];
        if (destination->used && destination->membership == membership) {
            destination->ah = ah;
            destination->qpn = membership->qpn;
            destination->qkey = membership->granted.qkey;
        }
    }
    if (membership->ah != NULL) {
        retire(verbs, membership->ah);
    }
    membership->ah = ah;
    um_part_unlock(part);
}

static void destroy_retired(struct um_verbs *verbs, const uint64_t completed) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < verbs->retired_count; i++) {
        if (verbs->retired[i].until <= completed) {
            verbs->lib->ibv_destroy_ah(verbs->retired[i].ah);
        } else {
            verbs->retired[kept++] = verbs->retired[i];
        }
    }
    verbs->retired_count = kept;
}

void um_verbs_sweep(struct um_verbs *verbs) {
    struct um_part *part = &verbs->shared->parts[UM_PART_CONTROL];
    const int64_t sent = um_ring_head(&verbs->shared->tx);
    for (uint32_t i = 1; i < verbs->destinations_count; i++) {
        struct um_verbs_destination *destination = &verbs->destinations[i];
        if (!destination->used || !destination->closed || sent < destination->closed_at) {
            continue;
        }
        um_part_lock(part);
        const struct um_verbs_destination gone = *destination;
        memset(destination, 0, sizeof *destination);
        um_part_unlock(part);
        if (gone.membership != NULL) {
            um_verbs_unreference(verbs, gone.membership);
        } else if (gone.ah != NULL) {
            verbs->lib->ibv_destroy_ah(gone.ah);
        }
    }
    if (verbs->retired_count > 0) {
        um_part_lock(part);
        destroy_retired(verbs, verbs->sender.retired);
        um_part_unlock(part);
    }
}

void um_verbs_destinations_free(struct um_verbs *verbs) {
    for (uint32_t i = 1; i < verbs->destinations_count; i++) {
        const struct um_verbs_destination *destination = &verbs->destinations[i];
        if (destination->used && destination->membership == NULL && destination->ah != NULL) {
            verbs->lib->ibv_destroy_ah(destination->ah);
        }
    }
    destroy_retired(verbs, UINT64_MAX);
    free(verbs->destinations);
    free(verbs->retired);
    verbs->destinations = NULL;
    verbs->retired = NULL;
    verbs->destinations_count = 0;
}
