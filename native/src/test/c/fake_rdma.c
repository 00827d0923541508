/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "fake_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct fake fake;
struct ibv_device fake_device;
struct ibv_context fake_context;
struct fake_qp *fake_qps[MOST];
struct fake_membership fake_memberships[MOST];

static struct um_verbs_lib table;

bool fake_failing(const char *call) {
    if (++fake.calls != fake.fail_at) {
        return false;
    }
    fake.failed = true;
    strncpy(fake.failed_call, call, sizeof fake.failed_call - 1);
    errno = fake.fail_errno;
    return true;
}

void *fake_object(const char *call, const size_t bytes) {
    if (fake_failing(call)) {
        return NULL;
    }
    fake.live++;
    return calloc(1, bytes);
}

void fake_gone(void *at) {
    fake.live--;
    free(at);
}

union ibv_gid fake_gid(void) {
    static const uint8_t v4[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
    static const uint8_t ib[16] = {0xfe, 0x80, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    union ibv_gid gid;
    memcpy(&gid, fake.ethernet ? v4 : ib, sizeof gid);
    return gid;
}

void fake_begin(void) {
    memset(&fake, 0, sizeof fake);
    fake.max_qp_wr = 1024;
    fake.inline_most = 128;
    fake.mlid = 0xC001;
    fake.lid = 5;
    fake.fail_errno = EIO;
    memset(fake_memberships, 0, sizeof fake_memberships);
    memset(fake_qps, 0, sizeof fake_qps);
    strcpy(fake_device.name, "fake0");
    fake_context.device = &fake_device;
    fake_context.async_fd = -1;
    fake_fill_verbs(&table);
    fake_fill_cm(&table);
    um_verbs_lib_use(&table);
}

void fake_end(void) {
    um_verbs_lib_use(NULL);
}
