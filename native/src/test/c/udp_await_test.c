/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fixture.h"

#define MOMENT_NS 1000000
#define LONG_NS 60000000000

static void send_to(struct side *side, const struct um_address *address) {
    const int number = um_transport_destination_open(side->handle, address);
    assert_true(number > 0);
    assert_true(submit(side, (uint32_t)number, "x", 1, 0, 0, 0));
    assert_int_equal(um_transport_poll(side->handle, UM_POLL_SEND), 1);
}

static void sleeps_until_a_datagram_comes_to_either_part(void **state) {
    (void)state;
    struct side one;
    struct side two;
    side_open(&one, free_port(), 1408, 0);
    side_open(&two, one.open.port, 1408, 0);
    const struct um_address group = ipv4("239.7.7.7", one.open.port);
    assert_int_equal(um_transport_join(two.handle, &group, NULL), 0);
    assert_int_equal(um_transport_await(two.handle, MOMENT_NS), 0);
    send_to(&one, &group);
    assert_int_equal(um_transport_await(two.handle, LONG_NS), 1);
    assert_non_null(receive(&two, 0));
    assert_int_equal(um_transport_await(two.handle, MOMENT_NS), 0);
    const struct um_address control = control_of(&two);
    send_to(&one, &control);
    assert_int_equal(um_transport_await(two.handle, LONG_NS), 1);
    assert_non_null(receive(&two, 1));
    assert_int_equal(um_transport_await(two.handle, MOMENT_NS), 0);
    assert_int_equal(um_transport_await(two.handle, -1), -EINVAL);
    side_close(&one);
    side_close(&two);
    assert_int_equal(um_transport_await(two.handle, MOMENT_NS), -EBADF);
}

static void each_of_many_sockets_wakes(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    struct um_address groups[100];
    join_many(&side, "239.7.9", groups, 100);
    for (int i = 0; i < 100; i += 33) {
        send_to(&side, &groups[i]);
        assert_int_equal(um_transport_await(side.handle, LONG_NS), 1);
        assert_non_null(receive(&side, 0));
        assert_int_equal(um_transport_await(side.handle, MOMENT_NS), 0);
    }
    side_close(&side);
}

static void sleeps_by_time_while_nobody_makes_room(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const struct um_address group = ipv4("239.7.7.8", side.open.port);
    assert_int_equal(um_transport_join(side.handle, &group, NULL), 0);
    for (int i = 0; i < SLOTS + 8; i++) {
        send_to(&side, &group);
    }
    int received = 0;
    while (stats_of(&side)->no_slot == 0) {
        received += um_transport_poll(side.handle, UM_POLL_DATA);
    }
    assert_true(received < SLOTS + 8);
    assert_int_equal(um_transport_await(side.handle, MOMENT_NS), 0);
    assert_non_null(receive(&side, 0));
    assert_non_null(receive(&side, 0)); /* which gives the first one's room back */
    assert_int_equal(um_transport_await(side.handle, LONG_NS), 1);
    side_close(&side);
}

static void is_woken_by_another_thread(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    expect_woken_by_another_thread(&side, LONG_NS);
    side_close(&side);
    assert_int_equal(um_transport_wake(side.handle), -EBADF);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sleeps_until_a_datagram_comes_to_either_part),
        cmocka_unit_test(each_of_many_sockets_wakes),
        cmocka_unit_test(sleeps_by_time_while_nobody_makes_room),
        cmocka_unit_test(is_woken_by_another_thread),
    };
    return cmocka_run_group_tests_name("udp_await", tests, NULL, NULL);
}
