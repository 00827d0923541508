/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define RECORDS 200000

/* The vectors' ring, and its consumer's position. */
struct vectors {
    uint8_t *memory;
    struct um_ring ring;
    int64_t consumed;
    int steps;
};

static size_t unhex(const char *text, uint8_t *into) {
    size_t length = 0;
    unsigned byte;
    while (text[0] != '-' && sscanf(text + 2 * length, "%2x", &byte) == 1) {
        into[length++] = (uint8_t)byte;
    }
    return length;
}

static void begin(struct vectors *vectors, const size_t capacity) {
    free(vectors->memory);
    vectors->memory = aligned_alloc(64, (capacity + UM_RING_TRAILER + 63) / 64 * 64);
    memset(vectors->memory, 0, capacity + UM_RING_TRAILER);
    assert_int_equal(um_ring_init(&vectors->ring, vectors->memory, capacity + UM_RING_TRAILER), 0);
    vectors->consumed = 0;
}

static void expect_index(const int32_t index, const char *expected, const char *line) {
    char actual[16];
    snprintf(actual, sizeof actual, "%d", index);
    if (strcmp(index < 0 ? "full" : actual, expected) != 0) {
        fail_msg("%s: %s", line, actual);
    }
}

static void write_record(struct vectors *vectors, const int type, const char *hex, const char *expected, const char *line) {
    uint8_t payload[256];
    const size_t length = unhex(hex, payload);
    const int32_t index = um_ring_claim(&vectors->ring, type, (int32_t)length);
    expect_index(index, expected, line);
    if (index >= 0) {
        memcpy(vectors->ring.buffer + index, payload, length);
        um_ring_commit(&vectors->ring, index);
    }
}

static void consume(struct vectors *vectors, long records) {
    struct um_record record;
    while (records > 0 && um_ring_peek(&vectors->ring, vectors->consumed, &record) == 1) {
        vectors->consumed = record.next;
        records -= record.type != UM_RING_PADDING;
    }
    um_ring_release(&vectors->ring, vectors->consumed);
}

static void expect_bytes(const struct vectors *vectors, const size_t offset, const char *hex, const char *line) {
    uint8_t expected[256];
    const size_t length = unhex(hex, expected);
    if (memcmp(vectors->memory + offset, expected, length) != 0) {
        fail_msg("%s", line);
    }
}

static void step(struct vectors *vectors, const char *line) {
    char word[16];
    char one[256];
    char two[256];
    char three[256];
    const int words = sscanf(line, "%15s %255s %255s = %255s", word, one, two, three);
    const long number = words > 1 ? strtol(one, NULL, 10) : 0;
    if (strcmp(word, "ring") == 0) {
        begin(vectors, (size_t)number);
    } else if (strcmp(word, "write") == 0) {
        write_record(vectors, (int)number, two, three, line);
    } else if (strcmp(word, "claim") == 0) {
        expect_index(um_ring_claim(&vectors->ring, (int32_t)number, atoi(two)), three, line);
    } else if (strcmp(word, "commit") == 0) {
        um_ring_commit(&vectors->ring, (int32_t)number);
    } else if (strcmp(word, "consume") == 0) {
        consume(vectors, number);
    } else if (strcmp(word, "bytes") == 0) {
        expect_bytes(vectors, (size_t)number, two, line);
    } else if (strcmp(word, "tail") == 0) {
        assert_int_equal(um_ring_tail(&vectors->ring), number);
    } else if (strcmp(word, "head") == 0) {
        assert_int_equal(um_ring_head(&vectors->ring), number);
    } else {
        fail_msg("unknown: %s", line);
    }
    vectors->steps++;
}

static void writes_the_bytes_that_agrona_writes(void **state) {
    (void)state;
    struct vectors vectors = {NULL, {NULL, 0}, 0, 0};
    char line[512];
    FILE *file = fopen(UMCAST_RING_VECTORS, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] != '#' && line[0] != '\n') {
            step(&vectors, line);
        }
    }
    fclose(file);
    free(vectors.memory);
    assert_true(vectors.steps > 40);
}

static void refuses_memory_that_is_no_ring(void **state) {
    (void)state;
    static _Alignas(64) uint8_t memory[4096 + UM_RING_TRAILER];
    struct um_ring ring;
    assert_int_equal(um_ring_init(&ring, memory, sizeof memory), 0);
    assert_int_equal(um_ring_init(&ring, memory, sizeof memory - 8), -EINVAL);
    assert_int_equal(um_ring_init(&ring, memory, UM_RING_TRAILER), -EINVAL);
    assert_int_equal(um_ring_init(&ring, memory, 0), -EINVAL);
    assert_int_equal(um_ring_init(&ring, memory + 4, sizeof memory - 2048), -EINVAL);
}

static void refuses_records_that_are_too_long(void **state) {
    (void)state;
    static _Alignas(64) uint8_t memory[4096 + UM_RING_TRAILER];
    struct um_ring ring;
    um_ring_init(&ring, memory, sizeof memory);
    assert_int_equal(um_ring_claim(&ring, 1, 4096 / 8 + 1), -1);
    assert_int_equal(um_ring_claim(&ring, 1, -1), -1);
    assert_int_equal(um_ring_claim(&ring, 1, 4096 / 8), 8);
}

static void tells_a_record_that_cannot_be(void **state) {
    (void)state;
    static _Alignas(64) uint8_t memory[4096 + UM_RING_TRAILER];
    struct um_ring ring;
    struct um_record record;
    um_ring_init(&ring, memory, sizeof memory);
    const int32_t lengths[] = {1, 7, 4097, INT32_MAX};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        memcpy(memory, &lengths[i], 4);
        assert_int_equal(um_ring_peek(&ring, 0, &record), -EBADMSG);
    }
    const int32_t claimed = -16;
    memcpy(memory, &claimed, 4);
    assert_int_equal(um_ring_peek(&ring, 0, &record), 0);
}

/* Not sched_yield: it gives the core away for whole slices of time while others have work (EEVDF, from Linux 6.6 on). */
static void nap(void) {
    const struct timespec time = {0, 1000};
    nanosleep(&time, NULL);
}

static void *produce(void *argument) {
    struct um_ring *ring = argument;
    for (uint32_t i = 0; i < RECORDS; i++) {
        const int32_t length = (int32_t)(4 + i * 7 % 120);
        int32_t index;
        while ((index = um_ring_claim(ring, (int32_t)(1 + i % 1000), length)) < 0) {
            nap();
        }
        memset(ring->buffer + index, (int)(i & 0xff), (size_t)length);
        memcpy(ring->buffer + index, &i, sizeof i);
        um_ring_commit(ring, index);
    }
    return NULL;
}

static void carries_records_between_two_threads(void **state) {
    (void)state;
    static _Alignas(64) uint8_t memory[16384 + UM_RING_TRAILER];
    struct um_ring ring;
    pthread_t producer;
    um_ring_init(&ring, memory, sizeof memory);
    pthread_create(&producer, NULL, produce, &ring);
    int64_t position = 0;
    uint32_t expected = 0;
    while (expected < RECORDS) {
        struct um_record record;
        const int found = um_ring_peek(&ring, position, &record);
        if (found == 0) {
            nap();
            continue;
        }
        assert_int_equal(found, 1);
        if (record.type != UM_RING_PADDING) {
            uint32_t number;
            memcpy(&number, record.payload, sizeof number);
            assert_int_equal(number, expected);
            assert_int_equal(record.type, 1 + expected % 1000);
            assert_int_equal(record.length, 4 + expected * 7 % 120);
            assert_true(record.length == 4 || record.payload[record.length - 1] == (expected & 0xff));
            expected++;
        }
        position = record.next;
        um_ring_release(&ring, position);
    }
    pthread_join(producer, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_bytes_that_agrona_writes),
        cmocka_unit_test(refuses_memory_that_is_no_ring),
        cmocka_unit_test(refuses_records_that_are_too_long),
        cmocka_unit_test(tells_a_record_that_cannot_be),
        cmocka_unit_test(carries_records_between_two_threads),
    };
    return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
