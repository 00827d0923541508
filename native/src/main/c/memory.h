/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * Arenas: page aligned, zeroed memory, on huge pages if the host gives them. Java holds one reference (its Cleaner drops it) and
 * every transport that uses an arena another, so nothing is unmapped that anybody may still touch.
 */
#ifndef UMCAST_MEMORY_H
#define UMCAST_MEMORY_H

#include <stddef.h>
#include <stdint.h>

struct um_arena;

/* A new arena's handle, > 0, held by the caller; or -errno. */
int64_t um_memory_allocate(size_t bytes);

/* Drops the reference that allocate gave: 0, or -EBADF if there is no such handle (any more). */
int um_memory_free(int64_t handle);

/* The arena of a handle with one more reference, or NULL. */
struct um_arena *um_arena_retain(int64_t handle);

/* Drops a reference; NULL is let pass. The last one unmaps. */
void um_arena_release(struct um_arena *arena);

uint8_t *um_arena_base(const struct um_arena *arena);

/* As asked for, in bytes. */
size_t um_arena_length(const struct um_arena *arena);

#endif
