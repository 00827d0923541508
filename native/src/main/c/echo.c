/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "echo.h"

#include "memory.h"
#include "ring.h"

#include <string.h>
#include <time.h>

#define PATIENCE_SECONDS 60
/* Looks at the rings between sleeps: yielding would give the core to whoever has work for whole slices of time (EEVDF, from Linux 6.6 on). */
#define LOOKS 4000
#define NAP_NS 20000

static int64_t seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* Copies a record when there is one and room for it: 1, 0 if nothing moved, -errno. */
static int step(struct um_ring *from, struct um_ring *to, int64_t *position) {
    struct um_record record;
    const int found = um_ring_peek(from, *position, &record);
    if (found <= 0) {
        return found;
    }
    if (record.type != UM_RING_PADDING) {
        const int32_t index = um_ring_claim(to, record.type, record.length);
        if (index < 0) {
            return 0;
        }
        memcpy(to->buffer + index, record.payload, (size_t)record.length);
        um_ring_commit(to, index);
    }
    *position = record.next;
    um_ring_release(from, record.next);
    return record.type == UM_RING_PADDING ? 0 : 1;
}

static int64_t echo(struct um_ring *from, struct um_ring *to, const int64_t records) {
    int64_t position = um_ring_head(from);
    int64_t copied = 0;
    int64_t deadline = seconds() + PATIENCE_SECONDS;
    int looks = 0;
    while (copied < records) {
        const int moved = step(from, to, &position);
        if (moved < 0) {
            return moved;
        }
        if (moved > 0) {
            looks = 0;
            if ((++copied & 0xFFFF) == 0) {
                deadline = seconds() + PATIENCE_SECONDS;
            }
        } else if (++looks % LOOKS == 0) {
            const struct timespec nap = {0, NAP_NS};
            nanosleep(&nap, NULL);
            if (seconds() > deadline) {
                break;
            }
        }
    }
    return copied;
}

int64_t um_ring_echo(const int64_t from, const int64_t to, const int64_t records) {
    struct um_arena *source = um_arena_retain(from);
    struct um_arena *sink = um_arena_retain(to);
    int64_t result = -EBADF;
    if (source != NULL && sink != NULL) {
        struct um_ring in;
        struct um_ring out;
        result = um_ring_init(&in, um_arena_base(source), um_arena_length(source));
        if (result == 0) {
            result = um_ring_init(&out, um_arena_base(sink), um_arena_length(sink));
        }
        if (result == 0) {
            result = echo(&in, &out, records);
        }
    }
    um_arena_release(source);
    um_arena_release(sink);
    return result;
}
