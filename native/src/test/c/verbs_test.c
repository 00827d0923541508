/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* The verbs back end over the fake of its libraries. */
#include "fake_rdma.h"
#include "fixture.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#define MTU 1024
#define GROUP "239.1.2.3"

static int begin(void **state) {
    (void)state;
    fake_begin();
    return 0;
}

/* Whatever a test did, nothing may be left. */
static int end(void **state) {
    (void)state;
    assert_int_equal(fake.live, 0);
    assert_int_equal(fake.memberships, 0);
    assert_int_equal(fake.events_unacked, 0);
    fake_end();
    return 0;
}

static struct um_open verbs_parameters(const uint32_t port_space) {
    struct um_open open = parameters_of(4000, MTU, 0, "127.0.0.1");
    open.backend = UM_BACKEND_VERBS;
    open.port_space = port_space;
    open.join_timeout_ms = 200;
    return open;
}

static void open_verbs(struct side *side, const uint32_t port_space) {
    const struct um_open parameters = verbs_parameters(port_space);
    side_open_with(side, &parameters);
}

static void join(const struct side *side) {
    const struct um_address group = ipv4(GROUP, 4000);
    assert_int_equal(um_transport_join(side->handle, &group, NULL), 0);
}

static uint32_t to_group(const struct side *side) {
    const struct um_address group = ipv4(GROUP, 4000);
    const int number = um_transport_destination_open(side->handle, &group);
    if (number < 0) {
        fail_msg("%s", error_text());
    }
    return (uint32_t)number;
}

static void send_now(struct side *side, const uint32_t destination, const char *header, const uint64_t offset,
    const uint32_t length) {
    assert_true(submit(side, destination, header, (uint16_t)strlen(header), (uint32_t)side->region, offset, length));
    um_transport_poll(side->handle, UM_POLL_SEND);
    um_transport_poll(side->handle, UM_POLL_SEND);
}

static bool all_completed(const struct side *side) {
    return um_ring_head(&side->tx) == um_ring_tail(&side->tx);
}

/* The next event of a kind, others being let go; false if there is none. */
static bool event_of(const struct side *side, const uint32_t kind, struct um_event *event) {
    for (int round = 0; round < 100; round++) {
        while (um_transport_events(side->handle, event, 1) == 1) {
            if (event->kind == kind) {
                return true;
            }
        }
        usleep(10000);
    }
    return false;
}

static void carries_datagrams_to_a_group_and_back_to_their_source(void **state) {
    fake.ethernet = *state != NULL;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    join(&b);
    memcpy(a.region_bytes + 64, "payload", 7);
    send_now(&a, to_group(&a), "header-", 64, 7);
    assert_true(all_completed(&a));
    const struct um_rx *record = receive(&b, 0);
    assert_non_null(record);
    assert_int_equal(record->length, 14);
    assert_memory_equal(bytes_of(&b, 0, record), "header-payload", 14);
    assert_int_equal((uintptr_t)bytes_of(&b, 0, record) % 64, 0);
    const struct um_address control = control_of(&a);
    assert_int_equal(record->source_kind, UM_ADDRESS_IB);
    assert_int_equal(record->source_port, control.port);
    assert_int_equal(record->source_scope, control.scope);
    assert_memory_equal(record->source, control.bytes, 16);
    assert_int_equal(control.scope, fake.ethernet ? 0 : fake.lid);
    const int back = um_transport_destination_open(b.handle, &control);
    assert_true(back > 0);
    send_now(&b, (uint32_t)back, "answer", 0, 0);
    record = receive(&a, 1);
    assert_non_null(record);
    assert_memory_equal(bytes_of(&a, 1, record), "answer", 6);
    side_close(&a);
    side_close(&b);
}

static void drops_copies_of_its_own(void **state) {
    (void)state;
    struct side a;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    join(&a);
    const uint32_t group = to_group(&a);
    for (int i = 0; i < 3 * SLOTS; i++) { /* more than there are slots: they come back */
        send_now(&a, group, "x", 0, 0);
        assert_int_equal(um_transport_poll(a.handle, UM_POLL_DATA), 0);
    }
    assert_int_equal(a.stats->own_copies, 3 * SLOTS);
    assert_int_equal(a.stats->received_datagrams, 0);
    side_close(&a);
}

static void slots_go_round_where_the_device_takes_fewer(void **state) {
    (void)state;
    fake.max_qp_wr = 16;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    struct um_info info;
    assert_int_equal(um_transport_info(b.handle, &info), 0);
    assert_int_equal(info.data_depth, 16);
    join(&b);
    const uint32_t group = to_group(&a);
    for (uint32_t i = 0; i < 5 * SLOTS; i++) {
        char text[16];
        snprintf(text, sizeof text, "%u", i);
        send_now(&a, group, text, 0, 0);
        const struct um_rx *record = receive(&b, 0);
        assert_non_null(record);
        assert_memory_equal(bytes_of(&b, 0, record), text, strlen(text));
    }
    side_close(&a);
    side_close(&b);
}

static void what_nobody_gave_back_is_not_overwritten(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    join(&b);
    const uint32_t group = to_group(&a);
    for (int i = 0; i < SLOTS + 20; i++) {
        const char text[2] = {(char)('0' + i), 0};
        send_now(&a, group, text, 0, 0);
        um_transport_poll(b.handle, UM_POLL_DATA);
    }
    assert_int_equal(b.stats->received_datagrams, SLOTS - 1); /* the rest found no receive posted, as on the wire */
    assert_true(b.stats->no_slot > 0);
    for (int i = 0; i < SLOTS - 1; i++) {
        const struct um_rx *record = receive(&b, 0);
        assert_non_null(record);
        assert_int_equal(bytes_of(&b, 0, record)[0], '0' + i);
    }
    side_close(&a);
    side_close(&b);
}

static void the_head_passes_only_what_has_completed(void **state) {
    (void)state;
    struct side a;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    const uint32_t group = to_group(&a);
    const int64_t before = um_ring_head(&a.tx);
    fake.hold = true;
    send_now(&a, group, "one", 0, 8);
    send_now(&a, 77, "to nobody", 0, 0); /* given up, but not before the first */
    send_now(&a, group, "two", 0, 8);
    assert_int_equal(a.stats->sent_datagrams, 2);
    assert_int_equal(a.stats->send_errors, 1);
    assert_int_equal(um_ring_head(&a.tx), before);
    fake_release();
    um_transport_poll(a.handle, UM_POLL_SEND);
    assert_true(all_completed(&a));
    side_close(&a);
}

static void sends_inline_what_the_device_grants(void **state) {
    (void)state;
    struct side a;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    const uint32_t group = to_group(&a);
    send_now(&a, group, "small", 0, 100);
    send_now(&a, group, "large", 0, 200);
    assert_int_equal(fake.inlined, 1);
    assert_int_equal(a.stats->inline_sends, 1);
    side_close(&a);
}

static void a_full_send_queue_is_tried_again(void **state) {
    (void)state;
    struct side a;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    const uint32_t group = to_group(&a);
    fake.post_send_errno = ENOMEM;
    assert_true(submit(&a, group, "x", 1, 0, 0, 0));
    assert_int_equal(um_transport_poll(a.handle, UM_POLL_SEND), 0);
    assert_int_equal(a.stats->send_blocked, 1);
    um_transport_poll(a.handle, UM_POLL_SEND);
    um_transport_poll(a.handle, UM_POLL_SEND);
    assert_int_equal(a.stats->sent_datagrams, 1);
    assert_true(all_completed(&a));
    fake.post_send_errno = EINVAL; /* what the device never takes is given up */
    send_now(&a, group, "x", 0, 0);
    assert_int_equal(a.stats->send_errors, 1);
    assert_true(all_completed(&a));
    side_close(&a);
}

static void sends_more_than_the_queue_holds(void **state) {
    (void)state;
    struct um_open parameters = verbs_parameters(UM_PORT_SPACE_UDP);
    parameters.send_depth = 8;
    struct side a;
    side_open_with(&a, &parameters);
    const uint32_t group = to_group(&a);
    for (int i = 0; i < 100; i++) {
        assert_true(submit(&a, group, "x", 1, 0, 0, 0));
    }
    fake.hold = true;
    um_transport_poll(a.handle, UM_POLL_SEND);
    assert_int_equal(a.stats->sent_datagrams, 8);
    fake_release();
    um_transport_poll(a.handle, UM_POLL_SEND);
    um_transport_poll(a.handle, UM_POLL_SEND);
    assert_int_equal(a.stats->sent_datagrams, 100);
    assert_true(all_completed(&a));
    side_close(&a);
}

static void a_send_only_membership_is_not_heard(void **state) {
    (void)state;
    struct side a;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    to_group(&a);
    const struct um_address group = ipv4(GROUP, 4000);
    struct um_membership membership;
    assert_int_equal(um_transport_membership(a.handle, &group, false, &membership), 0);
    assert_int_equal(membership.send_only, 1);
    assert_int_equal(membership.state, UM_MEMBER_JOINED);
    assert_int_equal(membership.mlid, 0xC001);
    assert_int_equal(membership.qkey, 0x01234567);
    assert_int_equal(fake.attached, 0);
    assert_true(um_transport_membership(a.handle, &group, true, &membership) < 0);
    side_close(&a);
}

static void falls_back_to_full_membership_and_hears_nothing(void **state) {
    (void)state;
    fake.refuse_send_only = true;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    to_group(&a);
    assert_int_equal(fake.detached, 1);
    send_now(&b, to_group(&b), "x", 0, 0);
    um_transport_poll(a.handle, UM_POLL_CONTROL);
    assert_int_equal(a.stats->received_datagrams, 0);
    side_close(&a);
    side_close(&b);
}

static void a_lost_membership_comes_back_elsewhere(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    join(&b);
    const uint32_t group = to_group(&a);
    const int handles = fake.live;
    fake_lose_all(-ENETRESET);
    fake.mlid = 0xC007;
    struct um_event event;
    assert_true(event_of(&a, UM_EVENT_LOST, &event));
    assert_int_equal(event.error, ENETRESET);
    assert_int_equal(event.group.kind, UM_ADDRESS_IPV4);
    send_now(&a, group, "lost", 0, 0);
    assert_int_equal(a.stats->send_errors, 1);
    assert_true(all_completed(&a));
    assert_true(event_of(&a, UM_EVENT_JOINED, &event));
    assert_int_equal(event.mlid, 0xC007);
    assert_true(event_of(&b, UM_EVENT_JOINED, &event));
    assert_int_equal(fake.live, handles); /* the old address handle is gone */
    assert_int_equal(a.stats->memberships_lost, 1);
    assert_int_equal(a.stats->rejoins, 1);
    send_now(&a, group, "back", 0, 0);
    const struct um_rx *record = receive(&b, 0);
    assert_non_null(record);
    assert_memory_equal(bytes_of(&b, 0, record), "back", 4);
    side_close(&a);
    side_close(&b);
}

static void an_address_handle_lives_until_its_sends_have_completed(void **state) {
    (void)state;
    struct side a;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    const uint32_t group = to_group(&a);
    fake.hold = true;
    send_now(&a, group, "x", 0, 0);
    const int handles = fake.live;
    fake_lose_all(-ENETRESET);
    struct um_event event;
    assert_true(event_of(&a, UM_EVENT_JOINED, &event));
    assert_int_equal(fake.live, handles + 1);
    fake_release();
    um_transport_poll(a.handle, UM_POLL_SEND);
    um_transport_events(a.handle, &event, 1);
    assert_int_equal(fake.live, handles);
    side_close(&a);
}

static void a_join_without_an_answer_times_out(void **state) {
    (void)state;
    struct side a;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    fake.silent = true;
    const struct um_address group = ipv4(GROUP, 4000);
    assert_int_equal(um_transport_join(a.handle, &group, NULL), -ETIMEDOUT);
    assert_non_null(strstr(error_text(), "subnet manager"));
    assert_true(um_transport_destination_open(a.handle, &group) < 0);
    assert_int_equal(fake.memberships, 0);
    side_close(&a);
}

static void a_failed_send_is_counted_and_the_queue_pair_goes_on(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    join(&b);
    const uint32_t group = to_group(&a);
    fake.send_status = IBV_WC_LOC_QP_OP_ERR;
    send_now(&a, group, "x", 0, 0);
    assert_int_equal(a.stats->completion_errors, 1);
    assert_true(all_completed(&a));
    struct um_event event;
    assert_true(event_of(&a, UM_EVENT_QP_RECOVERED, &event));
    assert_int_equal(fake.modified, 1);
    send_now(&a, group, "y", 0, 0);
    assert_non_null(receive(&b, 0));
    side_close(&a);
    side_close(&b);
}

static void a_failed_receive_gives_its_slot_back(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    join(&b);
    const uint32_t group = to_group(&a);
    for (int i = 0; i < 2 * SLOTS; i++) {
        fake.receive_status = IBV_WC_LOC_LEN_ERR;
        send_now(&a, group, "x", 0, 0);
        um_transport_poll(b.handle, UM_POLL_DATA);
    }
    assert_int_equal(b.stats->completion_errors, 2 * SLOTS);
    assert_int_equal(b.stats->truncated, 2 * SLOTS);
    send_now(&a, group, "y", 0, 0);
    assert_non_null(receive(&b, 0));
    side_close(&a);
    side_close(&b);
}

static void a_queue_pair_in_error_is_set_up_again_with_all_its_slots(void **state) {
    (void)state;
    struct side b;
    struct side a;
    open_verbs(&b, UM_PORT_SPACE_UDP); /* its data queue pair is the fake's first */
    open_verbs(&a, UM_PORT_SPACE_UDP);
    join(&b);
    const uint32_t group = to_group(&a);
    send_now(&a, group, "held", 0, 0);
    const struct um_rx *record = receive(&b, 0);
    assert_non_null(record);
    fake_async(IBV_EVENT_QP_FATAL, 2);
    struct um_event event;
    assert_true(event_of(&b, UM_EVENT_QP_RECOVERED, &event));
    assert_int_equal(fake.modified, 4);
    assert_memory_equal(bytes_of(&b, 0, record), "held", 4);
    for (int i = 0; i < 2 * SLOTS; i++) {
        send_now(&a, group, "again", 0, 0);
        assert_non_null(receive(&b, 0));
    }
    side_close(&a);
    side_close(&b);
}

static void tells_what_happens_to_the_port_and_the_device(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    join(&a);
    static const struct {
        enum ibv_event_type type;
        uint32_t kind;
    } expected[] = {{IBV_EVENT_PORT_ERR, UM_EVENT_PORT_DOWN}, {IBV_EVENT_PORT_ACTIVE, UM_EVENT_PORT_UP},
        {IBV_EVENT_LID_CHANGE, UM_EVENT_LID_CHANGED}, {IBV_EVENT_GID_CHANGE, UM_EVENT_GID_CHANGED},
        {IBV_EVENT_PKEY_CHANGE, UM_EVENT_PKEY_CHANGED}, {IBV_EVENT_SM_CHANGE, UM_EVENT_SM_CHANGED},
        {IBV_EVENT_CLIENT_REREGISTER, UM_EVENT_CLIENT_REREGISTER}, {IBV_EVENT_DEVICE_FATAL, UM_EVENT_DEVICE_FATAL}};
    struct um_event event;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        fake.lid = (uint16_t)(10 + i);
        fake_async(expected[i].type, 0);
        assert_true(event_of(&a, expected[i].kind, &event)); /* read by the one, told to both */
        assert_true(event_of(&b, expected[i].kind, &event));
        if (expected[i].kind == UM_EVENT_LID_CHANGED) {
            assert_int_equal(control_of(&a).scope, fake.lid);
        }
    }
    fake_async(IBV_EVENT_CQ_ERR, 1);
    assert_true(event_of(&a, UM_EVENT_CQ_ERROR, &event));
    assert_int_equal(um_transport_events(b.handle, &event, 1), 0); /* another's queue */
    fake_cm_event(RDMA_CM_EVENT_DEVICE_REMOVAL);
    assert_true(event_of(&a, UM_EVENT_DEVICE_REMOVED, &event));
    fake_cm_event(RDMA_CM_EVENT_ADDR_CHANGE);
    assert_true(event_of(&a, UM_EVENT_ADDRESS_CHANGED, &event));
    assert_true(event.kind >= UM_EVENT_FATAL_FIRST);
    side_close(&a);
    side_close(&b);
}

static void raw_mgids_are_joined(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    struct um_address mgid = ipv6("ff1e:a01b::1", 0);
    mgid.kind = UM_ADDRESS_IB;
    assert_int_equal(um_transport_join(b.handle, &mgid, NULL), 0);
    const int to = um_transport_destination_open(a.handle, &mgid);
    assert_true(to > 0);
    send_now(&a, (uint32_t)to, "raw", 0, 0);
    assert_non_null(receive(&b, 0));
    struct um_membership membership;
    assert_int_equal(um_transport_membership(b.handle, &mgid, true, &membership), 0);
    assert_memory_equal(membership.mgid, mgid.bytes, 16);
    assert_int_equal(um_transport_leave(b.handle, &mgid, NULL), 0);
    side_close(&a);
    side_close(&b);
}

static void ipoib_frames_carry_datagrams_and_sockets_carry_answers(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_IPOIB);
    open_verbs(&b, UM_PORT_SPACE_IPOIB);
    join(&b);
    memcpy(a.region_bytes, "odd", 3);
    send_now(&a, to_group(&a), "header", 0, 3);
    const struct um_rx *record = receive(&b, 0);
    assert_non_null(record);
    assert_int_equal(record->length, 9);
    assert_memory_equal(bytes_of(&b, 0, record), "headerodd", 9);
    const struct um_address control = control_of(&a);
    assert_int_equal(record->source_kind, UM_ADDRESS_IPV4);
    assert_int_equal(record->source_port, control.port);
    assert_memory_equal(record->source, control.bytes, 16);
    const int back = um_transport_destination_open(b.handle, &control);
    assert_true(back > 0);
    send_now(&b, (uint32_t)back, "answer", 0, 0);
    assert_true(all_completed(&b));
    record = receive(&a, 1);
    assert_non_null(record);
    assert_memory_equal(bytes_of(&a, 1, record), "answer", 6);
    const struct um_address other = ipv4(GROUP, 4001); /* the same MGID, another port */
    struct side c;
    open_verbs(&c, UM_PORT_SPACE_IPOIB);
    const int elsewhere = um_transport_destination_open(c.handle, &other);
    assert_true(elsewhere > 0);
    send_now(&c, (uint32_t)elsewhere, "x", 0, 0);
    assert_int_equal(um_transport_poll(b.handle, UM_POLL_DATA), 0);
    assert_int_equal(b.stats->foreign, 1);
    side_close(&c);
    side_close(&a);
    side_close(&b);
}

static void refuses_what_cannot_be(void **state) {
    (void)state;
    struct um_open parameters = verbs_parameters(UM_PORT_SPACE_UDP);
    struct um_open wrong = parameters;
    wrong.port_space = 7;
    assert_true(um_transport_open(&wrong) < 0);
    wrong = parameters;
    wrong.mtu = 4096;
    assert_true(um_transport_open(&wrong) == -EMSGSIZE);
    assert_non_null(strstr(error_text(), "2048"));
    wrong = parameters;
    strcpy(wrong.device, "other0");
    assert_true(um_transport_open(&wrong) < 0);
    assert_non_null(strstr(error_text(), "fake0"));
    wrong = parameters;
    wrong.pkey = 0x8002;
    assert_true(um_transport_open(&wrong) < 0);
    assert_non_null(strstr(error_text(), "0x8001"));
    fake.ethernet = true;
    wrong = parameters;
    wrong.port_space = UM_PORT_SPACE_IPOIB;
    assert_true(um_transport_open(&wrong) < 0);
    assert_non_null(strstr(error_text(), "ps=udp"));
    fake.ethernet = false;
    struct side a;
    side_open_with(&a, &parameters);
    const struct um_address group = ipv4(GROUP, 4000);
    const struct um_address peer = ipv4("127.0.0.1", 4000);
    assert_true(um_transport_join(a.handle, &group, &peer) < 0);
    assert_true(um_transport_destination_open(a.handle, &peer) < 0);
    assert_true(um_transport_leave(a.handle, &group, NULL) < 0);
    assert_int_equal(um_transport_join(a.handle, &group, NULL), 0);
    assert_true(um_transport_join(a.handle, &group, NULL) < 0);
    side_close(&a);
}

static void tells_how_much_memory_may_be_locked(void **state) {
    (void)state;
    struct rlimit before;
    getrlimit(RLIMIT_MEMLOCK, &before);
    const struct rlimit low = {65536, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &low), 0);
    const struct um_open parameters = verbs_parameters(UM_PORT_SPACE_UDP);
    fake.fail_errno = ENOMEM;
    for (fake.fail_at = 1; strcmp(fake.failed_call, "ibv_reg_mr") != 0; fake.fail_at++) {
        fake.calls = 0;
        const int64_t handle = um_transport_open(&parameters);
        if (handle > 0) { /* one entry of the GID table that cannot be read does no harm */
            um_transport_close(handle);
        }
    }
    const char *text = error_text();
    char needed[32];
    snprintf(needed, sizeof needed, "bytes=%d", SLOTS * MTU);
    assert_non_null(strstr(text, needed));
    assert_non_null(strstr(text, "is 65536"));
    assert_non_null(strstr(text, "ulimit -l"));
    setrlimit(RLIMIT_MEMLOCK, &before);
    free_memory_of(&parameters);
}

/* A whole life: true if all of it worked. Whatever fails must say so. */
static bool live(const struct um_open *parameters) {
    const int64_t handle = um_transport_open(parameters);
    if (handle < 0) {
        return false;
    }
    const int64_t memory = um_memory_allocate(4096);
    const struct um_address group = ipv4(GROUP, 4000);
    struct um_address peer = {.kind = UM_ADDRESS_IB, .port = 99, .scope = 9};
    const bool fine = um_transport_region_add(handle, memory) > 0 && um_transport_join(handle, &group, NULL) == 0 &&
        um_transport_destination_open(handle, &group) > 0 &&
        (parameters->port_space != UM_PORT_SPACE_UDP || um_transport_destination_open(handle, &peer) > 0);
    char text[2048];
    const int error = um_error_get(text, sizeof text);
    assert_int_equal(um_transport_close(handle), 0);
    um_memory_free(memory);
    if (!fine) {
        assert_true(error > 0);
        assert_true(strlen(text) > 0);
    }
    return fine;
}

static void each_call_that_fails_says_so_and_leaks_nothing(void **state) {
    (void)state;
    static const uint32_t port_spaces[] = {UM_PORT_SPACE_UDP, UM_PORT_SPACE_IPOIB};
    static const int errors[] = {EIO, ENOMEM, EADDRNOTAVAIL};
    int failures = 0;
    for (int i = 0; i < 6; i++) {
        const struct um_open parameters = verbs_parameters(port_spaces[i % 2]);
        for (int at = 1;; at++) {
            fake_begin();
            fake.fail_at = at;
            fake.fail_errno = errors[i / 2];
            const bool fine = live(&parameters);
            assert_int_equal(fake.live, 0);
            assert_int_equal(fake.memberships, 0);
            if (!fake.failed) {
                assert_true(fine);
                break;
            }
            if (!fine) {
                failures++;
                const char *text = error_text();
                if (strstr(text, fake.failed_call) == NULL && strstr(text, "rdma_join_multicast") == NULL &&
                    strstr(text, "ibv_query_gid") == NULL) {
                    fail_msg("%s failed, and this was told: %s", fake.failed_call, text);
                }
            }
        }
        free_memory_of(&parameters);
    }
    assert_true(failures > 60);
}

static void sleeps_until_something_comes(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_UDP);
    open_verbs(&b, UM_PORT_SPACE_UDP);
    join(&b);
    const uint32_t group = to_group(&a);
    assert_int_equal(um_transport_await(b.handle, 1000), 0);
    for (int i = 0; i < 3; i++) {
        send_now(&a, group, "came after the arming", 0, 0); /* that of the last call */
        assert_int_equal(um_transport_await(b.handle, 10000000000), 1); /* and before this one's: the arm race */
        assert_non_null(receive(&b, 0));
        assert_int_equal(um_transport_await(b.handle, 1000), 0);
    }
    const struct um_address control = control_of(&b);
    const int to = um_transport_destination_open(a.handle, &control);
    send_now(&a, (uint32_t)to, "x", 0, 0);
    assert_int_equal(um_transport_await(b.handle, 10000000000), 1);
    assert_int_equal(um_transport_start(b.handle, -1), 0);
    send_now(&a, group, "x", 0, 0);
    struct um_record record;
    for (int i = 0; i < 500 && um_ring_peek(&b.rings[0], b.next[0], &record) != 1; i++) {
        usleep(10000);
    }
    assert_int_equal(um_ring_peek(&b.rings[0], b.next[0], &record), 1);
    side_close(&a);
    side_close(&b);
    assert_int_equal(um_transport_await(b.handle, 1000), -EBADF);
}

static void a_missing_library_is_named(void **state) {
    (void)state;
    assert_int_equal(um_verbs_lib_missing("librdmacm.so.1", "cannot open shared object file"), -ENOSYS);
    assert_non_null(strstr(error_text(), "librdmacm1"));
}

static void a_probe_tells_what_there_is(void **state) {
    (void)state;
    const struct um_open parameters = verbs_parameters(UM_PORT_SPACE_UDP);
    struct um_info info;
    assert_int_equal(um_verbs_probe(&parameters, &info), 0);
    assert_string_equal(info.device, "fake0");
    assert_int_equal(info.active_mtu, 2048);
    assert_int_equal(info.mtu, 2048);
    assert_int_equal(info.lid, 5);
    assert_int_equal(info.pkey, 0x8001);
    assert_int_equal(info.link_layer, UM_LINK_INFINIBAND);
    free_memory_of(&parameters);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    static char roce[] = "RoCE";
    const struct CMUnitTest tests[] = {
        TEST(carries_datagrams_to_a_group_and_back_to_their_source),
        {"carries_datagrams_over_roce", carries_datagrams_to_a_group_and_back_to_their_source, begin, end, roce},
        TEST(drops_copies_of_its_own),
        TEST(slots_go_round_where_the_device_takes_fewer),
        TEST(what_nobody_gave_back_is_not_overwritten),
        TEST(the_head_passes_only_what_has_completed),
        TEST(sends_inline_what_the_device_grants),
        TEST(a_full_send_queue_is_tried_again),
        TEST(sends_more_than_the_queue_holds),
        TEST(a_send_only_membership_is_not_heard),
        TEST(falls_back_to_full_membership_and_hears_nothing),
        TEST(a_lost_membership_comes_back_elsewhere),
        TEST(an_address_handle_lives_until_its_sends_have_completed),
        TEST(a_join_without_an_answer_times_out),
        TEST(a_failed_send_is_counted_and_the_queue_pair_goes_on),
        TEST(a_failed_receive_gives_its_slot_back),
        TEST(a_queue_pair_in_error_is_set_up_again_with_all_its_slots),
        TEST(tells_what_happens_to_the_port_and_the_device),
        TEST(raw_mgids_are_joined),
        TEST(ipoib_frames_carry_datagrams_and_sockets_carry_answers),
        TEST(refuses_what_cannot_be),
        TEST(tells_how_much_memory_may_be_locked),
        TEST(each_call_that_fails_says_so_and_leaks_nothing),
        TEST(sleeps_until_something_comes),
        TEST(a_missing_library_is_named),
        TEST(a_probe_tells_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
