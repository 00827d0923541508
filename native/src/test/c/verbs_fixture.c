/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs_fixture.h"

#include <unistd.h>

int begin(void **state) {
    (void)state;
    fake_begin();
    return 0;
}

int end(void **state) {
    (void)state;
    assert_int_equal(fake.live, 0);
    assert_int_equal(fake.memberships, 0);
    assert_int_equal(fake.events_unacked, 0);
    fake_end();
    return 0;
}

struct um_open verbs_parameters(const uint32_t port_space) {
    struct um_open open = parameters_of(4000, MTU, 0, "127.0.0.1");
    open.backend = UM_BACKEND_VERBS;
    open.port_space = port_space;
    open.join_timeout_ms = 200;
    return open;
}

void open_verbs(struct side *side, const uint32_t port_space) {
    const struct um_open parameters = verbs_parameters(port_space);
    side_open_with(side, &parameters);
}

void join(const struct side *side) {
    const struct um_address group = ipv4(GROUP, 4000);
    assert_int_equal(um_transport_join(side->handle, &group, NULL), 0);
}

uint32_t to_group(const struct side *side) {
    const struct um_address group = ipv4(GROUP, 4000);
    const int number = um_transport_destination_open(side->handle, &group);
    if (number < 0) {
        fail_msg("%s", error_text());
    }
    return (uint32_t)number;
}

void send_now(struct side *side, const uint32_t destination, const char *header, const uint64_t offset,
    const uint32_t length) {
    assert_true(submit(side, destination, header, (uint16_t)strlen(header), (uint32_t)side->region, offset, length));
    um_transport_poll(side->handle, UM_POLL_SEND);
    um_transport_poll(side->handle, UM_POLL_SEND);
}

bool all_completed(const struct side *side) {
    return um_ring_head(&side->tx) == um_ring_tail(&side->tx);
}

bool event_of(const struct side *side, const uint32_t kind, struct um_event *event) {
    for (int round = 0; round < 6000; round++) {
        while (um_transport_events(side->handle, event, 1) == 1) {
            if (event->kind == kind) {
                return true;
            }
        }
        usleep(10000);
    }
    return false;
}
