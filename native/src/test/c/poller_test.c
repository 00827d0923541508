/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fixture.h"

#include "part.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

static void every_call_refuses(const int64_t handle) {
    const struct um_address group = ipv4("239.1.1.1", 4000);
    struct um_address address;
    assert_int_equal(um_transport_poll(handle, UM_POLL_DATA | UM_POLL_CONTROL | UM_POLL_SEND), -EBADF);
    assert_int_equal(um_transport_join(handle, &group, NULL), -EBADF);
    assert_int_equal(um_transport_leave(handle, &group, NULL), -EBADF);
    assert_int_equal(um_transport_destination_open(handle, &group), -EBADF);
    assert_int_equal(um_transport_destination_close(handle, 1), -EBADF);
    assert_int_equal(um_transport_region_add(handle, 1), -EBADF);
    assert_int_equal(um_transport_region_remove(handle, 1), -EBADF);
    assert_int_equal(um_transport_control_address(handle, &address), -EBADF);
    assert_int_equal(um_transport_receive_buffer(handle), -EBADF);
    assert_int_equal(um_transport_start(handle, -1), -EBADF);
    assert_int_equal(um_transport_close(handle), -EBADF);
}

static void a_closed_or_foreign_handle_is_refused(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    side_close(&side);
    const int64_t bad[] = {side.handle, 0, -1, INT64_MIN, INT64_MAX, 1, 4097, side.handle + 1, side.handle + ((int64_t)1 << 32)};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        every_call_refuses(bad[i]);
    }
    struct side again;
    side_open(&again, free_port(), 1408, 0);
    every_call_refuses(side.handle);
    side_close(&again);
}

static void a_part_is_polled_by_one_at_a_time(void **state) {
    (void)state;
    struct um_part part = {.state = UM_PART_FREE};
    assert_int_equal(um_part_try_poll(&part), 0);
    assert_int_equal(um_part_try_poll(&part), -EBUSY);
    um_part_unlock(&part);
    um_part_lock(&part);
    assert_int_equal(um_part_try_poll(&part), -EAGAIN);
    um_part_unlock(&part);
    assert_int_equal(um_part_try_poll(&part), 0);
}

static void memory_that_does_not_fit_is_refused(void **state) {
    (void)state;
    const struct um_open good = parameters_of(free_port(), 1408, 0, "127.0.0.1");
    struct um_open bad[11];
    for (size_t i = 0; i < 11; i++) {
        bad[i] = good;
    }
    bad[0].tx_ring = 0;
    bad[1].data_ring = good.stats;
    bad[2].data_slots = SLOTS * 2;
    bad[3].control_memory = good.control_ring;
    bad[4].stats = -5;
    bad[5].backend = 99;
    bad[6].mtu = 70000;
    bad[7].mtu = 4096; /* more than a slot */
    bad[8].port = 0;
    bad[9].address.kind = 7;
    bad[10].flags = UM_OPEN_GRO; /* with slots of a datagram */
    for (size_t i = 0; i < 11; i++) {
        um_error_clear();
        assert_true(um_transport_open(&bad[i]) < 0);
        assert_true(strlen(error_text()) > 10);
    }
    free_memory_of(&good);
}

static void memory_outlives_java_while_the_transport_is_open(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    free_memory_of(&side.open);
    um_memory_free(side.region_memory);
    const struct um_address self = control_of(&side);
    const int destination = um_transport_destination_open(side.handle, &self);
    assert_true(submit(&side, (uint32_t)destination, "x", 1, (uint32_t)side.region, 0, 10));
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_SEND), 1);
    assert_non_null(receive(&side, 1));
    assert_int_equal(um_transport_close(side.handle), 0);
}

static void a_region_that_is_taken_out_is_not_sent_from(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const struct um_address self = control_of(&side);
    const int destination = um_transport_destination_open(side.handle, &self);
    assert_int_equal(um_transport_region_remove(side.handle, side.region), 0);
    assert_int_equal(um_transport_region_remove(side.handle, side.region), -EINVAL);
    assert_int_equal(um_transport_region_remove(side.handle, 0), -EINVAL);
    assert_int_equal(um_transport_region_remove(side.handle, 1 << 20), -EINVAL);
    assert_int_equal(um_transport_region_add(side.handle, 12345), -EBADF);
    assert_true(submit(&side, (uint32_t)destination, "x", 1, (uint32_t)side.region, 0, 10));
    um_transport_poll(side.handle, UM_POLL_SEND);
    assert_int_equal(stats_of(&side)->send_errors, 1);
    assert_int_equal(stats_of(&side)->last_errno, EFAULT);
    side_close(&side);
}

static void the_native_thread_polls_and_polls_do_nothing(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const struct um_address self = control_of(&side);
    const int destination = um_transport_destination_open(side.handle, &self);
    assert_int_equal(um_transport_start(side.handle, 100000), -EINVAL);
    assert_int_equal(um_transport_start(side.handle, -1), 0);
    assert_int_equal(um_transport_start(side.handle, -1), 0);
    for (int i = 0; i < 1000; i++) {
        assert_true(submit(&side, (uint32_t)destination, &i, sizeof i, 0, 0, 0));
        assert_int_equal(um_transport_poll(side.handle, UM_POLL_CONTROL), 0);
        const struct um_rx *record = receive(&side, 1);
        assert_non_null(record);
        assert_memory_equal(bytes_of(&side, 1, record), &i, sizeof i);
    }
    /* tables change under its feet */
    for (int i = 0; i < 200; i++) {
        const int more = um_transport_destination_open(side.handle, &self);
        assert_true(more > 0);
        assert_int_equal(um_transport_destination_close(side.handle, more), 0);
    }
    side_close(&side);
}

static void the_thread_can_be_pinned(void **state) {
    (void)state;
    struct side side;
    cpu_set_t cpus;
    int cpu = 0;
    assert_int_equal(sched_getaffinity(0, sizeof cpus, &cpus), 0);
    while (!CPU_ISSET(cpu, &cpus)) {
        cpu++;
    }
    side_open(&side, free_port(), 1408, 0);
    assert_int_equal(um_transport_start(side.handle, cpu), 0);
    side_close(&side);
    side_open(&side, free_port(), 1408, 0);
    assert_int_equal(um_transport_start(side.handle, CPU_SETSIZE - 1), -EINVAL);
    assert_non_null(strstr(error_text(), "taskset"));
    side_close(&side);
}

struct hammer {
    int64_t handle;
    int mask;
    long polls;
};

static void *poll_until_closed(void *argument) {
    struct hammer *hammer = argument;
    int result;
    do {
        result = um_transport_poll(hammer->handle, hammer->mask);
        hammer->polls++;
    } while (result >= 0 || result == -EBUSY);
    hammer->mask = result;
    return NULL;
}

static void closing_under_polls_ends_them(void **state) {
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct side side;
        side_open(&side, free_port(), 1408, 0);
        struct hammer hammers[3] = {{side.handle, UM_POLL_DATA, 0}, {side.handle, UM_POLL_SEND | UM_POLL_CONTROL, 0},
            {side.handle, UM_POLL_DATA | UM_POLL_CONTROL, 0}};
        pthread_t threads[3];
        for (int i = 0; i < 3; i++) {
            pthread_create(&threads[i], NULL, poll_until_closed, &hammers[i]);
        }
        while (__atomic_load_n(&stats_of(&side)->polls, __ATOMIC_RELAXED) < 100) {
            sched_yield();
        }
        side_close(&side);
        for (int i = 0; i < 3; i++) {
            pthread_join(threads[i], NULL);
            assert_int_equal(hammers[i].mask, -EBADF);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_closed_or_foreign_handle_is_refused),
        cmocka_unit_test(a_part_is_polled_by_one_at_a_time),
        cmocka_unit_test(memory_that_does_not_fit_is_refused),
        cmocka_unit_test(memory_outlives_java_while_the_transport_is_open),
        cmocka_unit_test(a_region_that_is_taken_out_is_not_sent_from),
        cmocka_unit_test(the_native_thread_polls_and_polls_do_nothing),
        cmocka_unit_test(the_thread_can_be_pinned),
        cmocka_unit_test(closing_under_polls_ends_them),
    };
    return cmocka_run_group_tests_name("poller", tests, NULL, NULL);
}
