/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fixture.h"

#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>

static int destination(struct side *side, const struct um_address *address) {
    const int number = um_transport_destination_open(side->handle, address);
    if (number < 0) {
        fail_msg("%s", error_text());
    }
    return number;
}

static void send_to(struct side *side, const struct um_address *address, const char *text) {
    assert_true(submit(side, (uint32_t)destination(side, address), text, (uint16_t)strlen(text), 0, 0, 0));
    assert_int_equal(um_transport_poll(side->handle, UM_POLL_SEND), 1);
}

static void expect(struct side *side, const char *text) {
    const struct um_rx *record = receive(side, 0);
    assert_non_null(record);
    assert_int_equal(record->length, strlen(text));
    assert_memory_equal(bytes_of(side, 0, record), text, strlen(text));
}

static void only_joined_groups_are_heard(void **state) {
    (void)state;
    struct side one;
    struct side two;
    side_open(&one, free_port(), 1408, 0);
    side_open(&two, one.open.port, 1408, 0);
    const struct um_address red = ipv4("239.7.0.1", one.open.port);
    const struct um_address blue = ipv4("239.7.0.2", one.open.port);
    assert_int_equal(um_transport_join(one.handle, &red, NULL), 0);
    assert_int_equal(um_transport_join(two.handle, &blue, NULL), 0);
    send_to(&one, &blue, "blue");
    send_to(&one, &red, "red");
    expect(&one, "red");
    expect(&two, "blue");
    assert_int_equal(um_transport_leave(one.handle, &red, NULL), 0);
    assert_int_equal(um_transport_join(one.handle, &blue, NULL), 0);
    send_to(&two, &red, "unheard");
    send_to(&two, &blue, "blue again");
    expect(&one, "blue again");
    side_close(&one);
    side_close(&two);
}

static void a_hundred_groups_take_more_sockets(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    struct um_address groups[100];
    join_many(&side, "239.7.1", groups, 100);
    char text[32];
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof text, "to %d", i);
        send_to(&side, &groups[i], text);
        expect(&side, text); /* once: the next one would meet a copy */
    }
    for (int i = 0; i < 100; i += 2) {
        assert_int_equal(um_transport_leave(side.handle, &groups[i], NULL), 0);
    }
    for (int i = 0; i < 100; i++) {
        send_to(&side, &groups[i], i % 2 == 0 ? "unheard" : "heard");
        if (i % 2 == 1) {
            expect(&side, "heard");
        }
    }
    for (int i = 0; i < 100; i += 2) {
        assert_int_equal(um_transport_join(side.handle, &groups[i], NULL), 0);
    }
    side_close(&side);
}

static void a_source_specific_join_hears_one_source(void **state) {
    (void)state;
    struct um_open other = parameters_of(free_port(), 1408, 0, "127.0.0.2");
    struct side here;
    struct side there;
    side_open(&here, other.port, 1408, 0);
    side_open_with(&there, &other);
    const struct um_address group = ipv4("232.1.2.3", other.port);
    const struct um_address source = ipv4("127.0.0.2", 0);
    assert_int_equal(um_transport_join(here.handle, &group, &source), 0);
    send_to(&here, &group, "not from there");
    send_to(&there, &group, "from there");
    expect(&here, "from there");
    assert_int_equal(um_transport_leave(here.handle, &group, NULL), -EADDRNOTAVAIL);
    assert_int_equal(um_transport_leave(here.handle, &group, &source), 0);
    side_close(&here);
    side_close(&there);
}

static void wrong_joins_say_why(void **state) {
    (void)state;
    struct side side;
    side_open(&side, free_port(), 1408, 0);
    const struct um_address group = ipv4("239.7.0.1", side.open.port);
    const struct um_address other_port = ipv4("239.7.0.1", side.open.port + 1);
    const struct um_address unicast = ipv4("10.1.2.3", side.open.port);
    const struct um_address v6 = ipv6("ff15::1", side.open.port);
    assert_int_equal(um_transport_join(side.handle, &unicast, NULL), -EINVAL);
    assert_non_null(strstr(error_text(), "JOIN_GROUP {group=10.1.2.3:"));
    assert_non_null(strstr(error_text(), "not a multicast address"));
    assert_int_equal(um_transport_join(side.handle, &v6, NULL), -EAFNOSUPPORT);
    assert_int_equal(um_transport_join(side.handle, &other_port, NULL), -EINVAL);
    assert_non_null(strstr(error_text(), "one port"));
    assert_int_equal(um_transport_leave(side.handle, &group, NULL), -EADDRNOTAVAIL);
    assert_int_equal(um_transport_join(side.handle, &group, NULL), 0);
    assert_int_equal(um_transport_join(side.handle, &group, NULL), -EADDRINUSE);
    side_close(&side);
}

/* From here on the namespace is this process's own. */
static void ipv6_does_the_same(void **state) {
    (void)state;
    if (!enter_namespace()) {
        skip();
    }
    const struct um_open open = parameters_of(free_port(), 1408, UM_OPEN_GSO, "::1");
    struct side side;
    side_open_with(&side, &open);
    const struct um_address self = control_of(&side);
    const struct um_address site = ipv6("ff15::7", open.port);
    const struct um_address link = ipv6("ff12::7", open.port);
    const struct um_address source = ipv6("::1", 0);
    const struct um_address ssm = ipv6("ff35::7", open.port);
    assert_int_equal(um_transport_join(side.handle, &site, NULL), 0);
    assert_int_equal(um_transport_join(side.handle, &link, NULL), 0);
    assert_int_equal(um_transport_join(side.handle, &ssm, &source), 0);
    send_to(&side, &site, "site");
    expect(&side, "site");
    send_to(&side, &link, "link");
    expect(&side, "link");
    send_to(&side, &ssm, "source");
    expect(&side, "source");
    send_to(&side, &self, "unicast");
    const struct um_rx *record = receive(&side, 1);
    assert_non_null(record);
    assert_int_equal(record->source_kind, UM_ADDRESS_IPV6);
    assert_int_equal(record->source_port, self.port);
    assert_memory_equal(record->source, self.bytes, 16);
    side_close(&side);
}

static struct um_open on_veth(const uint32_t port, const bool loopback) {
    struct um_open open = parameters_of(port, 1408, 0, "10.99.0.1");
    open.interface_index = if_nametoindex("veth0");
    strcpy(open.interface_name, "veth0");
    open.flags = loopback ? UM_OPEN_LOOPBACK : 0;
    return open;
}

static void without_loopback_this_host_hears_nothing(void **state) {
    (void)state;
    if (!enter_namespace() || system("ip link add veth0 type veth peer name veth1 && "
            "ip addr add 10.99.0.1/24 dev veth0 && ip link set veth0 up && ip link set veth1 up") != 0) {
        skip();
    }
    const struct um_open loud = on_veth(free_port(), true);
    const struct um_open silent = on_veth(loud.port, false);
    struct side one;
    struct side two;
    side_open_with(&one, &loud);
    side_open_with(&two, &silent);
    const struct um_address group = ipv4("239.7.0.1", loud.port);
    assert_int_equal(um_transport_join(one.handle, &group, NULL), 0);
    send_to(&two, &group, "unheard");
    send_to(&one, &group, "heard");
    expect(&one, "heard");
    side_close(&one);
    side_close(&two);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_joined_groups_are_heard),
        cmocka_unit_test(a_hundred_groups_take_more_sockets),
        cmocka_unit_test(a_source_specific_join_hears_one_source),
        cmocka_unit_test(wrong_joins_say_why),
        cmocka_unit_test(ipv6_does_the_same),
        cmocka_unit_test(without_loopback_this_host_hears_nothing),
    };
    return cmocka_run_group_tests_name("udp_group", tests, NULL, NULL);
}
