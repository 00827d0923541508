/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define GROUP "239.7.7.7"
#define SEND (UM_POLL_SEND)

static uint32_t to_self(struct side *side) {
    const struct um_address self = control_of(side);
    const int destination = um_transport_destination_open(side->handle, &self);
    assert_true(destination > 0);
    return (uint32_t)destination;
}

static uint32_t to_group(struct side *side) {
    const struct um_address group = ipv4(GROUP, side->open.port);
    const int destination = um_transport_destination_open(side->handle, &group);
    assert_true(destination > 0);
    return (uint32_t)destination;
}

static void join(struct side *side) {
    const struct um_address group = ipv4(GROUP, side->open.port);
    assert_int_equal(um_transport_join(side->handle, &group, NULL), 0);
}

static void a_datagram_is_header_and_range(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    join(&side);
    memcpy(side.region_bytes + 4096, "range", 5);
    assert_true(submit(&side, to_group(&side), "header-", 7, (uint32_t)side.region, 4096, 5));
    assert_int_equal(um_transport_poll(side.handle, SEND), 1);
    assert_int_equal(um_ring_head(&side.tx), um_ring_tail(&side.tx));
    const struct um_rx *record = receive(&side, 0);
    assert_non_null(record);
    assert_int_equal(record->length, 12);
    assert_int_equal(record->segment, 12);
    assert_int_equal(record->flags, 0);
    assert_memory_equal(bytes_of(&side, 0, record), "header-range", 12);
    const struct um_address self = control_of(&side);
    assert_int_equal(record->source_kind, UM_ADDRESS_IPV4);
    assert_int_equal(record->source_port, self.port);
    assert_memory_equal(record->source, self.bytes, 16);
    assert_int_equal(stats_of(&side)->sent_datagrams, 1);
    assert_int_equal(stats_of(&side)->sent_bytes, 12);
    assert_int_equal(stats_of(&side)->received_datagrams, 1);
    assert_int_equal(stats_of(&side)->received_bytes, 12);
    side_close(&side);
}

static void two_sides_answer_the_source_address(void **state) {
    (void)state;
    struct side one;
    struct side two;
    side_open(&one, free_port(), 1408, 0);
    side_open(&two, one.open.port, 1408, 0);
    join(&two);
    assert_true(submit(&one, to_group(&one), "ping", 4, 0, 0, 0));
    um_transport_poll(one.handle, SEND);
    const struct um_rx *record = receive(&two, 0);
    assert_non_null(record);
    struct um_address source = {.kind = record->source_kind, .port = record->source_port, .scope = record->source_scope};
    memcpy(source.bytes, record->source, 16);
    const int back = um_transport_destination_open(two.handle, &source);
    assert_true(submit(&two, (uint32_t)back, "pong", 4, 0, 0, 0));
    um_transport_poll(two.handle, SEND);
    record = receive(&one, 1);
    assert_non_null(record);
    assert_memory_equal(bytes_of(&one, 1, record), "pong", 4);
    assert_int_equal(um_transport_poll(one.handle, UM_POLL_DATA), 0); /* not joined: hears nothing */
    side_close(&one);
    side_close(&two);
}

static void the_mask_says_what_is_polled(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const uint32_t self = to_self(&side);
    assert_true(submit(&side, self, "a", 1, 0, 0, 0));
    assert_int_equal(um_transport_poll(side.handle, UM_POLL_DATA), 0);
    assert_int_equal(um_ring_head(&side.tx), 0);
    assert_int_equal(stats_of(&side)->send_calls, 0);
    const uint64_t receives = stats_of(&side)->receive_calls;
    assert_int_equal(um_transport_poll(side.handle, 0), 1);
    assert_int_equal(stats_of(&side)->receive_calls, receives);
    assert_true(submit(&side, self, "b", 1, 0, 0, 0));
    assert_true(um_transport_poll(side.handle, UM_POLL_CONTROL) >= 1);
    assert_int_equal(um_ring_head(&side.tx), um_ring_tail(&side.tx));
    assert_non_null(receive(&side, 1));
    assert_non_null(receive(&side, 1));
    side_close(&side);
}

static void a_lone_datagram_costs_one_call_each_way(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const uint32_t self = to_self(&side);
    for (int i = 0; i < 10; i++) {
        while (um_transport_poll(side.handle, UM_POLL_CONTROL) > 0) {
        }
        assert_true(submit(&side, self, "a", 1, 0, 0, 0));
        const uint64_t sends = stats_of(&side)->send_calls;
        assert_int_equal(um_transport_poll(side.handle, SEND), 1);
        assert_int_equal(stats_of(&side)->send_calls, sends + 1);
        const uint64_t calls = stats_of(&side)->receive_calls;
        const uint64_t polls = stats_of(&side)->polls;
        assert_non_null(receive(&side, 1));
        assert_int_equal(stats_of(&side)->receive_calls - calls, stats_of(&side)->polls - polls);
    }
    side_close(&side);
}

static void a_backlog_goes_and_comes_in_batches(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const uint32_t self = to_self(&side);
    uint64_t least = UINT64_MAX; /* of calls that receive them: more when a busy kernel has not brought them yet */
    for (int round = 0; round < 20; round++) {
        const uint64_t calls = stats_of(&side)->receive_calls;
        for (int i = 0; i < 40; i++) {
            assert_true(submit(&side, self, &i, sizeof i, (uint32_t)side.region, 0, (uint32_t)(i * 3)));
        }
        assert_int_equal(um_transport_poll(side.handle, SEND), 40);
        for (int i = 0; i < 40; i++) {
            const struct um_rx *record = receive(&side, 1);
            assert_non_null(record);
            assert_memory_equal(bytes_of(&side, 1, record), &i, sizeof i);
            assert_int_equal(record->length, sizeof i + (size_t)i * 3);
        }
        const uint64_t taken = stats_of(&side)->receive_calls - calls;
        least = taken < least ? taken : least;
    }
    assert_int_equal(stats_of(&side)->sent_datagrams, 800);
    assert_int_equal(stats_of(&side)->received_datagrams, 800);
    assert_true(stats_of(&side)->send_calls <= 40);
    assert_true(least < 20);
    side_close(&side);
}

static void slots_are_given_back_in_order(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 256, 0);
    const uint32_t self = to_self(&side);
    for (int i = 0; i < 3 * SLOTS; i++) {
        assert_true(submit(&side, self, &i, sizeof i, 0, 0, 0));
    }
    assert_int_equal(um_transport_poll(side.handle, SEND), 3 * SLOTS);
    while (stats_of(&side)->no_slot == 0) { /* nothing is released: the ring fills but for one */
        um_transport_poll(side.handle, UM_POLL_CONTROL);
    }
    assert_int_equal(stats_of(&side)->received_datagrams, SLOTS - 1);
    for (int i = 0; i < 3 * SLOTS; i++) {
        const struct um_rx *record = receive(&side, 1);
        assert_non_null(record);
        assert_int_equal(record->offset, (uint32_t)(i % SLOTS) * side.open.control_stride);
        assert_memory_equal(bytes_of(&side, 1, record), &i, sizeof i);
    }
    side_close(&side);
}

static void a_datagram_longer_than_the_mtu_is_told(void **state) {
    (void)state;
    struct side small;
    struct side large;
    side_open(&small, free_port(), 256, 0);
    side_open(&large, free_port(), 8192, 0);
    const struct um_address address = control_of(&small);
    const int destination = um_transport_destination_open(large.handle, &address);
    memset(large.region_bytes, 'x', 8192);
    assert_true(submit(&large, (uint32_t)destination, NULL, 0, (uint32_t)large.region, 0, 256));
    assert_true(submit(&large, (uint32_t)destination, NULL, 0, (uint32_t)large.region, 0, 257));
    assert_int_equal(um_transport_poll(large.handle, SEND), 2);
    assert_int_equal(receive(&small, 1)->flags, 0);
    const struct um_rx *record = receive(&small, 1);
    assert_int_equal(record->flags, UM_RX_TRUNCATED);
    assert_int_equal(record->length, 256);
    assert_int_equal(stats_of(&small)->truncated, 1);
    side_close(&small);
    side_close(&large);
}

static void an_empty_datagram_arrives(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 256, UM_OPEN_GSO);
    const uint32_t self = to_self(&side);
    assert_true(submit(&side, self, NULL, 0, 0, 0, 0));
    assert_true(submit(&side, self, NULL, 0, 0, 0, 0));
    assert_int_equal(um_transport_poll(side.handle, SEND), 2);
    assert_int_equal(receive(&side, 1)->length, 0);
    assert_int_equal(receive(&side, 1)->length, 0);
    side_close(&side);
}

static void raw_record(struct side *side, const int32_t type, const void *payload, const int32_t length) {
    const int32_t index = um_ring_claim(&side->tx, type, length);
    memcpy(side->tx.buffer + index, payload, (size_t)length);
    um_ring_commit(&side->tx, index);
}

static void bad_records_are_counted_and_the_good_ones_sent(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, UM_OPEN_GSO);
    const uint32_t self = to_self(&side);
    const uint32_t region = (uint32_t)side.region;
    const struct um_tx long_header = {.destination = self, .header_length = 100};
    assert_true(submit(&side, self, "1", 1, 0, 0, 0));
    assert_true(submit(&side, 0, "x", 1, 0, 0, 0));
    assert_true(submit(&side, 12345678, "x", 1, 0, 0, 0));
    assert_true(submit(&side, self, "x", 1, region, REGION_BYTES, 1));
    assert_true(submit(&side, self, "x", 1, region, REGION_BYTES - 10, 11));
    assert_true(submit(&side, self, "x", 1, region, UINT64_MAX, 2));
    assert_true(submit(&side, self, "x", 1, region, 0, UINT32_MAX));
    assert_true(submit(&side, self, "x", 1, region, 0, 65507));
    assert_true(submit(&side, self, "x", 1, 0, 0, 1));
    assert_true(submit(&side, self, "x", 1, 99, 0, 1));
    assert_true(submit(&side, self, "2", 1, region, REGION_BYTES - 10, 10));
    raw_record(&side, UM_TX_SEND, &long_header, sizeof long_header);
    raw_record(&side, UM_TX_SEND, &long_header, 8);
    raw_record(&side, 77, &long_header, sizeof long_header);
    assert_true(submit(&side, self, "3", 1, 0, 0, 0));
    um_transport_poll(side.handle, SEND);
    assert_int_equal(um_ring_head(&side.tx), um_ring_tail(&side.tx));
    assert_int_equal(stats_of(&side)->send_errors, 12);
    assert_int_equal(stats_of(&side)->sent_datagrams, 3);
    assert_int_equal(*bytes_of(&side, 1, receive(&side, 1)), '1');
    assert_int_equal(*bytes_of(&side, 1, receive(&side, 1)), '2');
    assert_int_equal(*bytes_of(&side, 1, receive(&side, 1)), '3');
    side_close(&side);
}

static void a_ring_that_is_broken_stops_sending(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const int32_t length = INT32_MAX;
    memcpy(side.tx.buffer, &length, sizeof length);
    assert_int_equal(um_transport_poll(side.handle, SEND), 0);
    assert_int_equal(um_transport_poll(side.handle, SEND), 0);
    assert_int_equal(stats_of(&side)->send_errors, 1);
    assert_int_equal(stats_of(&side)->last_errno, EBADMSG);
    side_close(&side);
}

static void random_records_harm_nothing(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, UM_OPEN_GSO);
    to_self(&side);
    uint64_t seed = 42;
    for (int i = 0; i < 20000; i++) {
        struct um_tx tx;
        uint64_t words[3];
        for (int j = 0; j < 3; j++) {
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            words[j] = seed >> (i % 3 * 16);
        }
        memcpy(&tx, words, sizeof tx);
        tx.destination &= 1; /* nowhere, or this very side */
        tx.region &= 1;
        raw_record(&side, 1 + (i & 7) / 7, &tx, (int32_t)sizeof tx);
        um_transport_poll(side.handle, SEND | UM_POLL_CONTROL);
        while (um_ring_room(&side.rings[1], UM_RX_RECORD_SIZE) < SLOTS / 2) {
            assert_non_null(receive(&side, 1));
        }
    }
    assert_int_equal(um_ring_head(&side.tx), um_ring_tail(&side.tx));
    assert_int_equal(stats_of(&side)->send_errors + stats_of(&side)->sent_datagrams, 20000);
    side_close(&side);
}

static void a_closed_destination_is_sent_to_until_its_records_are_through(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const uint32_t one = to_self(&side);
    assert_true(submit(&side, one, "1", 1, 0, 0, 0));
    assert_int_equal(um_transport_destination_close(side.handle, (int)one), 0);
    assert_int_equal(um_transport_destination_close(side.handle, (int)one), -EINVAL);
    const uint32_t two = to_self(&side);
    assert_int_not_equal(one, two);
    assert_true(submit(&side, one, "x", 1, 0, 0, 0));
    assert_true(submit(&side, two, "2", 1, 0, 0, 0));
    um_transport_poll(side.handle, SEND);
    assert_int_equal(*bytes_of(&side, 1, receive(&side, 1)), '1');
    assert_int_equal(*bytes_of(&side, 1, receive(&side, 1)), '2');
    assert_int_equal(stats_of(&side)->send_errors, 1);
    assert_int_equal(to_self(&side), one);
    side_close(&side);
}

static void many_destinations_can_be_open(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const struct um_address self = control_of(&side);
    int destination = 0;
    for (int i = 1; i <= 5000; i++) {
        destination = um_transport_destination_open(side.handle, &self);
        assert_int_equal(destination, i);
    }
    assert_true(submit(&side, (uint32_t)destination, "x", 1, 0, 0, 0));
    um_transport_poll(side.handle, SEND);
    assert_non_null(receive(&side, 1));
    const struct um_address v6 = ipv6("::1", 1);
    const struct um_address no_port = ipv4("127.0.0.1", 0);
    assert_int_equal(um_transport_destination_open(side.handle, &v6), -EAFNOSUPPORT);
    assert_int_equal(um_transport_destination_open(side.handle, &no_port), -EINVAL);
    side_close(&side);
}

static void a_port_that_is_not_shared_is_named(void **state) {
    (void)state;
    struct um_open open = parameters_of(free_port(), 1408, 0, "127.0.0.1");
    const struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons((uint16_t)open.port)};
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&name, sizeof name), 0);
    assert_int_equal(um_transport_open(&open), -EADDRINUSE);
    assert_non_null(strstr(error_text(), "ss -ulpn"));
    assert_non_null(strstr(error_text(), "interface=lo"));
    close(fd);
    open.address = ipv4("192.0.2.1", 0);
    assert_int_equal(um_transport_open(&open), -EADDRNOTAVAIL);
    assert_non_null(strstr(error_text(), "no interface of this host"));
    open.address = ipv4("127.0.0.1", 0);
    open.interface_index = 9999;
    assert_true(um_transport_open(&open) < 0);
    assert_non_null(strstr(error_text(), "no such interface"));
    free_memory_of(&open);
}

static void what_the_kernel_drops_is_counted(void **state) {
    (void)state;
    struct um_open open = parameters_of(free_port(), 8192, 0, "127.0.0.1");
    open.receive_buffer = 65536;
    struct side side;
    side_open_with(&side, &open);
    join(&side);
    assert_in_range(um_transport_receive_buffer(side.handle), 65536, 4 * 65536);
    const uint32_t group = to_group(&side);
    for (int i = 0; i < 100; i++) {
        assert_true(submit(&side, group, NULL, 0, (uint32_t)side.region, 0, 8000));
        um_transport_poll(side.handle, SEND);
    }
    while (um_transport_poll(side.handle, UM_POLL_DATA) > 0) {
    }
    const uint64_t received = stats_of(&side)->received_datagrams;
    assert_in_range(received, 1, SLOTS - 2);
    uint64_t more = 0; /* drops are told with the next datagram, and a busy kernel brings the last ones late */
    do {
        assert_true(submit(&side, group, "x", 1, 0, 0, 0));
        um_transport_poll(side.handle, SEND);
        more++;
        assert_non_null(receive(&side, 0));
    } while (stats_of(&side)->received_datagrams + stats_of(&side)->kernel_drops < 100 + more && more < 1000);
    assert_true(stats_of(&side)->kernel_drops > 0);
    assert_int_equal(stats_of(&side)->received_datagrams + stats_of(&side)->kernel_drops, 100 + more);
    side_close(&side);
}

static void a_full_send_buffer_loses_nothing(void **state) {
    (void)state;
    struct um_open open = parameters_of(free_port(), 8192, 0, "127.0.0.1");
    open.send_buffer = 4608; /* about the least that the kernel grants */
    struct side side;
    side_open_with(&side, &open);
    const uint32_t self = to_self(&side);
    for (int i = 0; i < 2000; i++) {
        assert_true(submit(&side, self, &i, sizeof i, (uint32_t)side.region, 0, 1000));
        um_transport_poll(side.handle, SEND);
        const struct um_rx *record = receive(&side, 1);
        assert_non_null(record);
        assert_memory_equal(bytes_of(&side, 1, record), &i, sizeof i);
    }
    assert_int_equal(stats_of(&side)->send_errors, 0);
    side_close(&side);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_datagram_is_header_and_range),
        cmocka_unit_test(two_sides_answer_the_source_address),
        cmocka_unit_test(the_mask_says_what_is_polled),
        cmocka_unit_test(a_lone_datagram_costs_one_call_each_way),
        cmocka_unit_test(a_backlog_goes_and_comes_in_batches),
        cmocka_unit_test(slots_are_given_back_in_order),
        cmocka_unit_test(a_datagram_longer_than_the_mtu_is_told),
        cmocka_unit_test(an_empty_datagram_arrives),
        cmocka_unit_test(bad_records_are_counted_and_the_good_ones_sent),
        cmocka_unit_test(a_ring_that_is_broken_stops_sending),
        cmocka_unit_test(random_records_harm_nothing),
        cmocka_unit_test(a_closed_destination_is_sent_to_until_its_records_are_through),
        cmocka_unit_test(many_destinations_can_be_open),
        cmocka_unit_test(a_port_that_is_not_shared_is_named),
        cmocka_unit_test(what_the_kernel_drops_is_counted),
        cmocka_unit_test(a_full_send_buffer_loses_nothing),
    };
    return cmocka_run_group_tests_name("udp", tests, NULL, NULL);
}
