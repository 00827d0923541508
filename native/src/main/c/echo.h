/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* For tests of the ring's layout: Java and C threads at its two ends. */
#ifndef UMCAST_ECHO_H
#define UMCAST_ECHO_H

#include <stdint.h>

/*
 * Copies so many records from one ring to the other, each an arena of its own: how many were copied before either nothing moved for
 * about 10 seconds or all were; -errno if the memory is no ring, or holds what cannot be a record.
 */
int64_t um_ring_echo(int64_t from, int64_t to, int64_t records);

#endif
