/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* Sleeping until something comes. */
#include "transport.h"

#include <time.h>
#include <unistd.h>

/* While sends are on their way their completions are looked after this often. */
#define LOOK_AFTER_SENDS_NS 1000000
#define SECOND_NS 1000000000

/* What a sleep waits for. */
struct watch {
    int count;
    struct pollfd fds[UM_PARTS * UM_MOST_WATCHED + 1];
};

/*
 * Arms a part and looks once more, since what came before the arming wakes nobody: 1 if something did, 0, or -errno. The part is held as
 * for a change, not as for a poll: another thread may come to poll it meanwhile (the session's stand-in), and comes again later.
 */
static int arm(struct um_transport *transport, const int64_t handle, const int part, struct watch *watch) {
    um_part_lock(&transport->shared.parts[part]);
    int result = -EBADF;
    if (atomic_load_explicit(&transport->handle, memory_order_acquire) == handle) {
        result = transport->backend->arm(transport->endpoint, part, &watch->fds[watch->count]);
        if (result >= 0) {
            watch->count += result;
            result = transport->backend->poll_rx(transport->endpoint, part) > 0;
        }
    }
    um_part_unlock(&transport->shared.parts[part]);
    return result;
}

int um_transport_sleep(struct um_transport *transport, const int64_t handle, const int64_t ns) {
    struct watch watch;
    watch.count = 0;
    for (int part = 0; part < UM_PARTS; part++) {
        const int result = arm(transport, handle, part, &watch);
        if (result != 0) {
            return result;
        }
    }
    const bool sending = um_ring_head(&transport->shared.tx) < um_ring_tail(&transport->shared.tx);
    const int64_t least = sending && ns > LOOK_AFTER_SENDS_NS ? LOOK_AFTER_SENDS_NS : ns;
    const struct timespec time = {least / SECOND_NS, least % SECOND_NS};
    struct pollfd *wake = &watch.fds[watch.count];
    *wake = (struct pollfd){.fd = transport->wake, .events = POLLIN};
    const int woken = ppoll(watch.fds, (nfds_t)watch.count + 1, &time, NULL);
    if (woken > 0 && wake->revents != 0) {
        uint64_t times;
        (void)!read(transport->wake, &times, sizeof times);
    }
    return woken > 0;
}
