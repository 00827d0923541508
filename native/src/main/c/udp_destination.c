/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "error.h"
#include "udp.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_DESTINATIONS 65536

/* A number that was never used, or whose last record has been sent. */
static uint32_t free_number(const struct um_udp *udp) {
    const int64_t sent = um_ring_head(&udp->shared->tx);
    for (uint32_t i = 1; i < udp->destinations_count; i++) {
        const struct um_udp_destination *destination = &udp->destinations[i];
        if (destination->length == 0 || (destination->closed && sent >= destination->closed_at)) {
            return i;
        }
    }
    return udp->destinations_count == 0 ? 1 : udp->destinations_count;
}

/* Makes room for a number; the poller is held out while the table moves. */
static bool grow(struct um_udp *udp, const uint32_t number) {
    if (number < udp->destinations_count) {
        return true;
    }
    const uint32_t count = udp->destinations_count == 0 ? 16 : udp->destinations_count * 2;
    if (count > MAX_DESTINATIONS) {
        return false;
    }
    struct um_part *part = &udp->shared->parts[UM_PART_CONTROL];
    um_part_lock(part);
    struct um_udp_destination *more = realloc(udp->destinations, count * sizeof *more);
    if (more != NULL) {
        memset(more + udp->destinations_count, 0, (count - udp->destinations_count) * sizeof *more);
        udp->destinations = more;
        udp->destinations_count = count;
    }
    um_part_unlock(part);
    return more != NULL;
}

/* A number's socket stays open until the number is used again: records that name it may still be on their way. */
static void close_connected(struct um_udp_destination *destination) {
    if (destination->length != 0 && destination->fd >= 0) {
        close(destination->fd);
        destination->fd = -1;
    }
}

void um_udp_destinations_free(struct um_udp *udp) {
    for (uint32_t i = 0; i < udp->destinations_count; i++) {
        close_connected(&udp->destinations[i]);
    }
    free(udp->destinations);
    udp->destinations = NULL;
    udp->destinations_count = 0;
}

int um_udp_destination_open(void *endpoint, const struct um_address *address) {
    struct um_udp *udp = endpoint;
    struct um_udp_destination destination = {.closed = false};
    if (!um_udp_name_of(udp, address, &destination.name, &destination.length)) {
        return um_error(EAFNOSUPPORT, "groups and peers are of the family (IPv4, IPv6) of the interface's address that the "
            "transport was opened with", "open destination {%s}", um_udp_text(address));
    }
    if (address->port == 0 || address->port > 65535) {
        return um_error(EINVAL, "a port is 1 to 65535", "open destination {%s, port=%u}", um_udp_text(address), address->port);
    }
    const uint32_t number = free_number(udp);
    if (!grow(udp, number)) {
        return um_error(ENOSPC, "a transport has at most 65535 destinations", "open destination {%s}", um_udp_text(address));
    }
    destination.fd = um_udp_connect_group(udp, &destination.name, destination.length);
    um_part_lock(&udp->shared->parts[UM_PART_CONTROL]);
    close_connected(&udp->destinations[number]);
    udp->destinations[number] = destination;
    um_part_unlock(&udp->shared->parts[UM_PART_CONTROL]);
    return (int)number;
}

int um_udp_destination_close(void *endpoint, const int number) {
    struct um_udp *udp = endpoint;
    if (number < 1 || (uint32_t)number >= udp->destinations_count || udp->destinations[number].length == 0 ||
        udp->destinations[number].closed) {
        return um_error(EINVAL, "", "close destination {number=%d}", number);
    }
    um_part_lock(&udp->shared->parts[UM_PART_CONTROL]);
    udp->destinations[number].closed = true;
    udp->destinations[number].closed_at = um_ring_tail(&udp->shared->tx);
    um_part_unlock(&udp->shared->parts[UM_PART_CONTROL]);
    return 0;
}
