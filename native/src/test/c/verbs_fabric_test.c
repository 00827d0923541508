/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* The verbs back end over the fake of its libraries: memberships, events, and all that can fail. */
#include "verbs_fixture.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

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
    assert_int_equal(event.group.detail, 0); /* it only sends */
    assert_true(event_of(&b, UM_EVENT_JOINED, &event));
    assert_int_equal(event.group.detail, 1); /* it receives */
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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_send_only_membership_is_not_heard),
        TEST(falls_back_to_full_membership_and_hears_nothing),
        TEST(a_lost_membership_comes_back_elsewhere),
        TEST(an_address_handle_lives_until_its_sends_have_completed),
        TEST(a_join_without_an_answer_times_out),
        TEST(tells_what_happens_to_the_port_and_the_device),
        TEST(refuses_what_cannot_be),
        TEST(tells_how_much_memory_may_be_locked),
        TEST(each_call_that_fails_says_so_and_leaks_nothing),
        TEST(a_missing_library_is_named),
        TEST(a_probe_tells_what_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
