/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* Transports over the fake of the RDMA libraries. */
#ifndef UMCAST_VERBS_FIXTURE_H
#define UMCAST_VERBS_FIXTURE_H

#include "fake_rdma.h"
#include "fixture.h"

#define MTU 1024
#define GROUP "239.1.2.3"
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int begin(void **state);
/* Whatever a test did, nothing may be left. */
int end(void **state);
struct um_open verbs_parameters(uint32_t port_space);
void open_verbs(struct side *side, uint32_t port_space);
void join(const struct side *side);
/* The group as a destination. */
uint32_t to_group(const struct side *side);
void send_now(struct side *side, uint32_t destination, const char *header, uint64_t offset, uint32_t length);
bool all_completed(const struct side *side);
/* The next event of a kind, others being let go; false if there is none. */
bool event_of(const struct side *side, uint32_t kind, struct um_event *event);

#endif
