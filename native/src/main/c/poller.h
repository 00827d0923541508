/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* Transports by handle: opening, changing, polling, and the native thread that does nothing but poll. */
#ifndef UMCAST_POLLER_H
#define UMCAST_POLLER_H

#include "abi.h"

#include <stdbool.h>

/*
 * A handle is an index and a generation: one that is closed, or never was, gives -EBADF, from every function and thread. What fails
 * returns -errno, and but for polls sets um_error.
 */

/* A new transport's handle, > 0. */
int64_t um_transport_open(const struct um_open *parameters);

/* Stops the native thread, waits for polls under way, closes. */
int um_transport_close(int64_t handle);

int um_transport_join(int64_t handle, const struct um_address *group, const struct um_address *source);
int um_transport_leave(int64_t handle, const struct um_address *group, const struct um_address *source);

/* A number, 1 or more. */
int um_transport_destination_open(int64_t handle, const struct um_address *address);
int um_transport_destination_close(int64_t handle, int destination);

/* A number, 1 or more, for an arena. */
int um_transport_region_add(int64_t handle, int64_t memory);
int um_transport_region_remove(int64_t handle, int region);

int um_transport_control_address(int64_t handle, struct um_address *address);
int um_transport_receive_buffer(int64_t handle);

/* -EOPNOTSUPP from a back end that knows of no such thing; its events are none. */
int um_transport_membership(int64_t handle, const struct um_address *group, bool receiving, struct um_membership *membership);
int um_transport_events(int64_t handle, struct um_event *events, int most);
int um_transport_info(int64_t handle, struct um_info *info);

/* What a verbs transport would find. */
int um_verbs_probe(const struct um_open *parameters, struct um_info *info);

/* One round: datagrams sent and received; -EBUSY if another thread polls the same part. The mask 0 is UM_POLL_SEND. */
int um_transport_poll(int64_t handle, int mask);

/*
 * Sleeps until something has been received, at most for so long: 1 if something was, or may have been (poll), 0 if not. What
 * is put into the tx ring meanwhile waits.
 */
int um_transport_await(int64_t handle, int64_t timeout_ns);

/* Ends a sleep that runs, or else the next one at once. By any thread; 0 or -EBADF. */
int um_transport_wake(int64_t handle);

/* Starts the native thread, on a cpu or, with -1, on any. It may be started once. */
int um_transport_start(int64_t handle, int cpu);

#endif
