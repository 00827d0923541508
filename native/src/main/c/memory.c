/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "memory.h"

#include "error.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#define HUGE_PAGE ((size_t)2 << 20)
#define MAX_ARENAS 65536
/* Up to here pages are touched at once, so that the first datagrams meet no page faults. */
#define POPULATE_LIMIT ((size_t)64 << 20)

struct um_arena {
    uint8_t *base;
    size_t length;
    size_t mapped;
    int references;
};

struct entry {
    struct um_arena *arena;
    uint32_t generation;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry *entries;
static uint32_t entry_count;

static size_t round_up(const size_t value, const size_t to) {
    return (value + to - 1) / to * to;
}

static void *map(const size_t bytes, const int flags) {
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
    return at == MAP_FAILED ? NULL : at;
}

/* Reserved huge pages, touched at once: a limit that is met later would be a SIGBUS. */
static void *map_huge_pages(const size_t bytes) {
    void *at = map(bytes, MAP_HUGETLB);
    if (at != NULL && madvise(at, bytes, MADV_POPULATE_WRITE) != 0) {
        munmap(at, bytes);
        return NULL;
    }
    return at;
}

/* Memory aligned to a huge page, so that the kernel can use transparent ones. */
static void *map_aligned(const size_t bytes) {
    uint8_t *at = map(bytes + HUGE_PAGE, 0);
    if (at == NULL) {
        return NULL;
    }
    uint8_t *aligned = at + (HUGE_PAGE - (uintptr_t)at % HUGE_PAGE) % HUGE_PAGE;
    if (aligned != at) {
        munmap(at, (size_t)(aligned - at));
    }
    munmap(aligned + bytes, HUGE_PAGE - (size_t)(aligned - at));
    madvise(aligned, bytes, MADV_HUGEPAGE);
    return aligned;
}

static bool map_arena(struct um_arena *arena) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (arena->length >= HUGE_PAGE) {
        arena->mapped = round_up(arena->length, HUGE_PAGE);
        arena->base = map_huge_pages(arena->mapped);
        if (arena->base != NULL) {
            return true;
        }
    }
    arena->mapped = round_up(arena->length, page);
    arena->base = arena->length >= HUGE_PAGE ? map_aligned(arena->mapped) : map(arena->mapped, 0);
    if (arena->base != NULL && arena->mapped <= POPULATE_LIMIT) {
        madvise(arena->base, arena->mapped, MADV_POPULATE_WRITE); /* older kernels: pages come when touched */
    }
    return arena->base != NULL;
}

/* Under the lock: the place of a new handle, or MAX_ARENAS. */
static uint32_t free_entry(void) {
    for (uint32_t i = 0; i < entry_count; i++) {
        if (entries[i].arena == NULL) {
            return i;
        }
    }
    if (entry_count == MAX_ARENAS) {
        return MAX_ARENAS;
    }
    const uint32_t count = entry_count == 0 ? 64 : entry_count * 2;
    struct entry *more = realloc(entries, count * sizeof *more);
    if (more == NULL) {
        return MAX_ARENAS;
    }
    memset(more + entry_count, 0, (count - entry_count) * sizeof *more);
    entries = more;
    const uint32_t first = entry_count;
    entry_count = count;
    return first;
}

static int64_t add(struct um_arena *arena) {
    pthread_mutex_lock(&lock);
    const uint32_t index = free_entry();
    int64_t handle = -EMFILE;
    if (index < MAX_ARENAS) {
        struct entry *entry = &entries[index];
        entry->arena = arena;
        entry->generation = (entry->generation + 1) & 0x7FFFFFFF;
        handle = (int64_t)entry->generation << 32 | (index + 1);
    }
    pthread_mutex_unlock(&lock);
    return handle;
}

/* Under the lock: the entry that a handle names, or NULL. */
static struct entry *find(const int64_t handle) {
    const uint32_t index = (uint32_t)handle - 1;
    if (handle <= 0 || index >= entry_count || entries[index].arena == NULL ||
        entries[index].generation != (uint32_t)(handle >> 32)) {
        return NULL;
    }
    return &entries[index];
}

int64_t um_memory_allocate(const size_t bytes) {
    if (bytes == 0 || bytes > (size_t)INT32_MAX) {
        return um_error(EINVAL, "an arena has 1 to 2147483647 bytes", "mmap {bytes=%zu}", bytes);
    }
    struct um_arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        return um_error(ENOMEM, "", "calloc {bytes=%zu}", sizeof *arena);
    }
    arena->length = bytes;
    arena->references = 1;
    if (!map_arena(arena)) {
        const int error = errno;
        free(arena);
        return um_error(error, "the process has used up its memory or its address space: ask for smaller buffers, or raise the "
            "container's or ulimit's limit", "mmap {bytes=%zu}", bytes);
    }
    const int64_t handle = add(arena);
    if (handle < 0) {
        um_arena_release(arena);
        return um_error((int)-handle, "too many arenas are held", "um_memory_allocate {bytes=%zu}", bytes);
    }
    return handle;
}

int um_memory_free(const int64_t handle) {
    pthread_mutex_lock(&lock);
    struct entry *entry = find(handle);
    struct um_arena *arena = entry == NULL ? NULL : entry->arena;
    if (entry != NULL) {
        entry->arena = NULL;
    }
    pthread_mutex_unlock(&lock);
    um_arena_release(arena);
    return arena == NULL ? -EBADF : 0;
}

struct um_arena *um_arena_retain(const int64_t handle) {
    pthread_mutex_lock(&lock);
    struct entry *entry = find(handle);
    struct um_arena *arena = entry == NULL ? NULL : entry->arena;
    if (arena != NULL) {
        arena->references++;
    }
    pthread_mutex_unlock(&lock);
    return arena;
}

void um_arena_release(struct um_arena *arena) {
    if (arena == NULL) {
        return;
    }
    pthread_mutex_lock(&lock);
    const int left = --arena->references;
    pthread_mutex_unlock(&lock);
    if (left == 0) {
        munmap(arena->base, arena->mapped);
        free(arena);
    }
}

uint8_t *um_arena_base(const struct um_arena *arena) {
    return arena->base;
}

size_t um_arena_length(const struct um_arena *arena) {
    return arena->length;
}
