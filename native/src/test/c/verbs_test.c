/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* The verbs back end over the fake of its libraries: datagrams. */
#include "verbs_fixture.h"

#include <stdio.h>
#include <unistd.h>

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
    assert_int_equal(stats_of(&a)->own_copies, 3 * SLOTS);
    assert_int_equal(stats_of(&a)->received_datagrams, 0);
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
    assert_int_equal(stats_of(&b)->received_datagrams, SLOTS - 1); /* the rest found no receive posted, as on the wire */
    assert_true(stats_of(&b)->no_slot > 0);
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
    assert_int_equal(stats_of(&a)->sent_datagrams, 2);
    assert_int_equal(stats_of(&a)->send_errors, 1);
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
    assert_int_equal(stats_of(&a)->inline_sends, 1);
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
    assert_int_equal(stats_of(&a)->send_blocked, 1);
    um_transport_poll(a.handle, UM_POLL_SEND);
    um_transport_poll(a.handle, UM_POLL_SEND);
    assert_int_equal(stats_of(&a)->sent_datagrams, 1);
    assert_true(all_completed(&a));
    fake.post_send_errno = EINVAL; /* what the device never takes is given up */
    send_now(&a, group, "x", 0, 0);
    assert_int_equal(stats_of(&a)->send_errors, 1);
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
    assert_int_equal(stats_of(&a)->sent_datagrams, 8);
    fake_release();
    um_transport_poll(a.handle, UM_POLL_SEND);
    um_transport_poll(a.handle, UM_POLL_SEND);
    assert_int_equal(stats_of(&a)->sent_datagrams, 100);
    assert_true(all_completed(&a));
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
    assert_int_equal(stats_of(&a)->completion_errors, 1);
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
    assert_int_equal(stats_of(&b)->completion_errors, 2 * SLOTS);
    assert_int_equal(stats_of(&b)->truncated, 2 * SLOTS);
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
    assert_int_equal(stats_of(&b)->foreign, 1);
    side_close(&c);
    side_close(&a);
    side_close(&b);
}

static void hears_only_the_sources_of_a_group_that_were_asked_for(void **state) {
    (void)state;
    struct side a;
    struct side b;
    open_verbs(&a, UM_PORT_SPACE_IPOIB);
    open_verbs(&b, UM_PORT_SPACE_IPOIB);
    const struct um_address group = ipv4(GROUP, 4000);
    const struct um_address other = ipv4("10.0.0.1", 0);
    struct um_address source = control_of(&a);
    source.port = 0;
    assert_int_equal(um_transport_join(b.handle, &group, &other), 0);
    const int attached = fake.attached;
    const uint32_t to = to_group(&a);
    send_now(&a, to, "x", 0, 0);
    assert_int_equal(um_transport_poll(b.handle, UM_POLL_DATA), 0);
    assert_int_equal(b.stats->foreign, 1);
    assert_int_equal(um_transport_join(b.handle, &group, &source), 0);
    assert_int_equal(fake.attached, attached); /* one membership, two sources */
    assert_int_equal(um_transport_join(b.handle, &group, &source), -EADDRINUSE);
    assert_int_equal(um_transport_join(b.handle, &group, NULL), -EADDRINUSE);
    send_now(&a, to, "x", 0, 0);
    assert_non_null(receive(&b, 0));
    assert_int_equal(um_transport_leave(b.handle, &group, NULL), -EADDRNOTAVAIL);
    assert_int_equal(um_transport_leave(b.handle, &group, &other), 0);
    send_now(&a, to, "x", 0, 0);
    assert_non_null(receive(&b, 0));
    assert_int_equal(um_transport_leave(b.handle, &group, &source), 0);
    assert_int_equal(um_transport_leave(b.handle, &group, &source), -EADDRNOTAVAIL);
    assert_int_equal(um_transport_join(b.handle, &group, NULL), 0);
    assert_int_equal(um_transport_join(b.handle, &group, &source), -EADDRINUSE);
    side_close(&a);
    side_close(&b);
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
        assert_int_equal(um_transport_await(b.handle, 60000000000), 1); /* and before this one's: the arm race */
        assert_non_null(receive(&b, 0));
        assert_int_equal(um_transport_await(b.handle, 1000), 0);
    }
    const struct um_address control = control_of(&b);
    const int to = um_transport_destination_open(a.handle, &control);
    send_now(&a, (uint32_t)to, "x", 0, 0);
    assert_int_equal(um_transport_await(b.handle, 60000000000), 1);
    assert_int_equal(um_transport_start(b.handle, -1), 0);
    send_now(&a, group, "x", 0, 0);
    struct um_record record;
    for (int i = 0; i < 6000 && um_ring_peek(&b.rings[0], b.next[0], &record) != 1; i++) {
        usleep(10000);
    }
    assert_int_equal(um_ring_peek(&b.rings[0], b.next[0], &record), 1);
    side_close(&a);
    side_close(&b);
    assert_int_equal(um_transport_await(b.handle, 1000), -EBADF);
}

static void is_woken_by_another_thread(void **state) {
    (void)state;
    struct side side;
    open_verbs(&side, UM_PORT_SPACE_UDP);
    assert_int_equal(um_transport_wake(side.handle), 0);
    assert_int_equal(um_transport_wake(side.handle), 0);
    assert_int_equal(um_transport_await(side.handle, 60000000000), 1); /* woken before it slept, twice: that is once */
    assert_int_equal(um_transport_await(side.handle, 1000), 0);
    expect_woken_by_another_thread(&side, 60000000000);
    side_close(&side);
    assert_int_equal(um_transport_wake(side.handle), -EBADF);
}

int main(void) {
    static char roce[] = "RoCE";
    const struct CMUnitTest tests[] = {
        TEST(carries_datagrams_to_a_group_and_back_to_their_source),
        TEST(drops_copies_of_its_own),
        TEST(slots_go_round_where_the_device_takes_fewer),
        TEST(what_nobody_gave_back_is_not_overwritten),
        TEST(the_head_passes_only_what_has_completed),
        TEST(sends_inline_what_the_device_grants),
        TEST(a_full_send_queue_is_tried_again),
        TEST(sends_more_than_the_queue_holds),
        TEST(a_failed_send_is_counted_and_the_queue_pair_goes_on),
        TEST(a_failed_receive_gives_its_slot_back),
        TEST(a_queue_pair_in_error_is_set_up_again_with_all_its_slots),
        TEST(raw_mgids_are_joined),
        TEST(ipoib_frames_carry_datagrams_and_sockets_carry_answers),
        TEST(hears_only_the_sources_of_a_group_that_were_asked_for),
        TEST(sleeps_until_something_comes),
        TEST(is_woken_by_another_thread),
        {"carries_datagrams_over_roce", carries_datagrams_to_a_group_and_back_to_their_source, begin, end, roce},
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
