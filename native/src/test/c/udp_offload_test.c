/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fixture.h"

#include <stdlib.h>

/* Opens a side that can send to itself. */
static uint32_t open_to_self(struct side *side, const uint32_t mtu, const uint32_t flags) {
    side_open(side, free_port(), mtu, flags);
    const struct um_address self = control_of(side);
    const int destination = um_transport_destination_open(side->handle, &self);
    assert_true(destination > 0);
    return (uint32_t)destination;
}

static void fill(struct side *side) {
    for (uint32_t i = 0; i < REGION_BYTES; i++) {
        side->region_bytes[i] = (uint8_t)(i * 31 + i / 1000);
    }
}

static void expect(struct side *side, const uint32_t number, const uint32_t length) {
    const struct um_rx *record = receive(side, 1);
    assert_non_null(record);
    assert_int_equal(record->length, 4 + length);
    assert_memory_equal(bytes_of(side, 1, record), &number, 4);
    assert_memory_equal(bytes_of(side, 1, record) + 4, side->region_bytes + number * 1000, length);
}

static void equal_datagrams_go_as_segments(void **state) {
    (void)state;
    struct side side;
    const uint32_t self = open_to_self(&side, 1408, UM_OPEN_GSO);
    fill(&side);
    for (uint32_t i = 0; i < 40; i++) {
        assert_true(submit(&side, self, &i, 4, (uint32_t)side.region, i * 1000, i == 39 ? 500 : 1000));
    }
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 40);
    assert_int_equal(stats_of(&side)->gso_calls, 1);
    assert_int_equal(stats_of(&side)->send_calls, 1);
    assert_int_equal(stats_of(&side)->sent_datagrams, 40);
    assert_int_equal(stats_of(&side)->sent_bytes, 40 * 1004 - 500);
    for (uint32_t i = 0; i < 40; i++) {
        expect(&side, i, i == 39 ? 500 : 1000);
    }
    side_close(&side);
}

static void segments_end_where_sizes_or_destinations_change(void **state) {
    (void)state;
    struct side side;
    const uint32_t self = open_to_self(&side, 1408, UM_OPEN_GSO);
    const struct um_address address = control_of(&side);
    const uint32_t other = (uint32_t)um_transport_destination_open(side.handle, &address);
    fill(&side);
    /* equal, equal, shorter | longer, equal | other, other | shorter, longer */
    const uint32_t lengths[] = {200, 200, 100, 300, 300, 300, 300, 50, 60};
    for (uint32_t i = 0; i < 9; i++) {
        assert_true(submit(&side, i == 5 || i == 6 ? other : self, &i, 4, (uint32_t)side.region, i * 1000, lengths[i]));
    }
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 9);
    assert_int_equal(stats_of(&side)->gso_calls, 3);
    for (uint32_t i = 0; i < 9; i++) {
        expect(&side, i, lengths[i]);
    }
    side_close(&side);
}

static void segments_stay_within_64_and_64_kilobytes(void **state) {
    (void)state;
    struct side side;
    const uint32_t self = open_to_self(&side, 8192, UM_OPEN_GSO);
    fill(&side);
    for (uint32_t i = 0; i < 63; i++) {
        assert_true(submit(&side, self, &i, 4, (uint32_t)side.region, i * 1000, 8188));
    }
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 63);
    assert_int_equal(stats_of(&side)->gso_calls, 9); /* 7 times 8192 */
    for (uint32_t i = 0; i < 63; i++) {
        expect(&side, i, 8188);
    }
    for (uint32_t round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < 50; i++) {
            assert_true(submit(&side, self, &i, 4, (uint32_t)side.region, i * 1000, 10));
        }
    }
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 100);
    assert_int_equal(stats_of(&side)->gso_calls, 11); /* 64 and 36 */
    for (uint32_t i = 0; i < 100; i++) {
        expect(&side, i % 50, 10);
    }
    side_close(&side);
}

static void without_gso_each_goes_alone(void **state) {
    (void)state;
    struct side side;
    const uint32_t self = open_to_self(&side, 1408, 0);
    fill(&side);
    for (uint32_t i = 0; i < 40; i++) {
        assert_true(submit(&side, self, &i, 4, (uint32_t)side.region, i * 1000, 1000));
    }
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 40);
    assert_int_equal(stats_of(&side)->gso_calls, 0);
    assert_int_equal(stats_of(&side)->send_calls, 1);
    for (uint32_t i = 0; i < 40; i++) {
        expect(&side, i, 1000);
    }
    side_close(&side);
}

static void gro_tells_the_size_of_a_segment(void **state) {
    (void)state;
    struct side side;
    const uint32_t self = open_to_self(&side, 1408, UM_OPEN_GSO | UM_OPEN_GRO);
    fill(&side);
    for (uint32_t i = 0; i < 20; i++) {
        assert_true(submit(&side, self, &i, 4, (uint32_t)side.region, i * 1000, i == 19 ? 300 : 1000));
    }
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 20);
    uint32_t number = 0;
    int records = 0;
    while (number < 20) {
        const struct um_rx *record = receive(&side, 1);
        assert_non_null(record);
        records++;
        for (uint32_t at = 0; at < record->length; at += record->segment) {
            assert_memory_equal(bytes_of(&side, 1, record) + at, &number, 4);
            assert_memory_equal(bytes_of(&side, 1, record) + at + 4, side.region_bytes + number * 1000, 300);
            number++;
        }
    }
    assert_int_equal(number, 20);
    assert_int_equal(records, 1);
    assert_int_equal(stats_of(&side)->received_datagrams, 20);
    assert_true(submit(&side, self, "lone", 4, 0, 0, 0));
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 1);
    assert_int_equal(receive(&side, 1)->segment, 4);
    side_close(&side);
}

static void refused_segments_go_alone_for_good(void **state) {
    (void)state;
    if (!enter_namespace()) {
        skip();
    }
    assert_int_equal(system("ip link set lo mtu 1500"), 0);
    struct side side;
    const uint32_t self = open_to_self(&side, 8192, UM_OPEN_GSO);
    fill(&side);
    for (uint32_t i = 0; i < 10; i++) { /* longer than the interface's MTU: the kernel fragments, but does not segment */
        assert_true(submit(&side, self, &i, 4, (uint32_t)side.region, i * 1000, 4000));
    }
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 10);
    assert_int_equal(stats_of(&side)->gso_calls, 0);
    assert_int_equal(stats_of(&side)->send_errors, 0);
    for (uint32_t i = 0; i < 10; i++) {
        expect(&side, i, 4000);
    }
    side_close(&side);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_datagrams_go_as_segments),
        cmocka_unit_test(segments_end_where_sizes_or_destinations_change),
        cmocka_unit_test(segments_stay_within_64_and_64_kilobytes),
        cmocka_unit_test(without_gso_each_goes_alone),
        cmocka_unit_test(gro_tells_the_size_of_a_segment),
        cmocka_unit_test(refused_segments_go_alone_for_good),
    };
    return cmocka_run_group_tests_name("udp_offload", tests, NULL, NULL);
}
