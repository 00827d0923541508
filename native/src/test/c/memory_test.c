/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fixture.h"

#include <unistd.h>

static void maps_zeroed_pages(void **state) {
    (void)state;
    const size_t sizes[] = {1, 4096, 100000, ((size_t)2 << 20) - 1, (size_t)5 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const int64_t handle = um_memory_allocate(sizes[i]);
        assert_true(handle > 0);
        struct um_arena *arena = um_arena_retain(handle);
        uint8_t *base = um_arena_base(arena);
        assert_int_equal(um_arena_length(arena), sizes[i]);
        assert_int_equal((uintptr_t)base % (size_t)sysconf(_SC_PAGESIZE), 0);
        assert_int_equal(base[0] | base[sizes[i] - 1], 0);
        base[sizes[i] - 1] = 1;
        um_arena_release(arena);
        assert_int_equal(um_memory_free(handle), 0);
    }
}

static void keeps_memory_while_it_is_held(void **state) {
    (void)state;
    const int64_t handle = um_memory_allocate(8192);
    struct um_arena *arena = um_arena_retain(handle);
    assert_int_equal(um_memory_free(handle), 0);
    um_arena_base(arena)[8191] = 7;
    assert_int_equal(um_arena_base(arena)[8191], 7);
    um_arena_release(arena);
}

static void refuses_handles_that_are_not(void **state) {
    (void)state;
    const int64_t handle = um_memory_allocate(1);
    assert_int_equal(um_memory_free(handle), 0);
    const int64_t again = um_memory_allocate(1);
    assert_int_not_equal(handle, again);
    const int64_t bad[] = {handle, 0, -1, 1, INT64_MAX, INT64_MIN, handle + 1, handle + ((int64_t)1 << 40)};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(um_memory_free(bad[i]), -EBADF);
        assert_null(um_arena_retain(bad[i]));
    }
    assert_int_equal(um_memory_free(again), 0);
}

static void says_why_it_refuses(void **state) {
    (void)state;
    assert_int_equal(um_memory_allocate(0), -EINVAL);
    assert_int_equal(um_memory_allocate((size_t)1 << 40), -EINVAL);
    assert_non_null(strstr(error_text(), "1 to 2147483647"));
}

static void an_error_keeps_its_call_text_and_cause(void **state) {
    (void)state;
    assert_int_equal(um_error(ENODEV, "why", "call {%d}", 7), -ENODEV);
    assert_int_equal(um_error_in("outer"), -ENODEV);
    assert_string_equal(error_text(), "call {7} in outer|No such device|why");
    char small[8];
    assert_int_equal(um_error_get(small, sizeof small), ENODEV);
    assert_string_equal(small, "call {7");
    um_error_clear();
    assert_int_equal(um_error_get(small, sizeof small), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_zeroed_pages),
        cmocka_unit_test(keeps_memory_while_it_is_held),
        cmocka_unit_test(refuses_handles_that_are_not),
        cmocka_unit_test(says_why_it_refuses),
        cmocka_unit_test(an_error_keeps_its_call_text_and_cause),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
