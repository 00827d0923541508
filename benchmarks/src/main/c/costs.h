/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#ifndef UMCAST_BENCH_COSTS_H
#define UMCAST_BENCH_COSTS_H

/* Measures what the parts of a message's way cost on this machine and prints them, in ns, as a JSON object; returns 0. */
int costs(void);

#endif
