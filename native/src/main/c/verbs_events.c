/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "verbs.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>

/*
 * The library has one context a device in a process, so one queue of asynchronous events for all endpoints: whoever reads it tells all.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct um_verbs *endpoints;

void um_verbs_listen(struct um_verbs *verbs) {
    const int flags = fcntl(verbs->context->async_fd, F_GETFL);
    if (flags >= 0) {
        fcntl(verbs->context->async_fd, F_SETFL, flags | O_NONBLOCK);
    }
    pthread_mutex_lock(&lock);
    verbs->next = endpoints;
    endpoints = verbs;
    pthread_mutex_unlock(&lock);
}

void um_verbs_unlisten(struct um_verbs *verbs) {
    pthread_mutex_lock(&lock);
    struct um_verbs **at = &endpoints;
    while (*at != NULL && *at != verbs) {
        at = &(*at)->next;
    }
    if (*at != NULL) {
        *at = verbs->next;
    }
    pthread_mutex_unlock(&lock);
}

/* Does an event concern an endpoint? A queue pair's failure is noted for its recovery. */
static bool concerns(struct um_verbs *verbs, const struct ibv_async_event *event) {
    switch (event->event_type) {
        case IBV_EVENT_QP_FATAL:
        case IBV_EVENT_QP_REQ_ERR:
        case IBV_EVENT_QP_ACCESS_ERR:
            if (event->element.qp == verbs->sender.qp) {
                atomic_fetch_or(&verbs->failed, 1U << UM_PART_CONTROL);
            } else if (event->element.qp == verbs->receivers[UM_PART_DATA].qp) {
                atomic_fetch_or(&verbs->failed, 1U << UM_PART_DATA);
            }
            return false;
        case IBV_EVENT_CQ_ERR:
            return event->element.cq == verbs->sender.cq || event->element.cq == verbs->receivers[UM_PART_DATA].cq ||
                event->element.cq == verbs->receivers[UM_PART_CONTROL].cq;
        case IBV_EVENT_DEVICE_FATAL:
            return true;
        case IBV_EVENT_PORT_ACTIVE:
        case IBV_EVENT_PORT_ERR:
        case IBV_EVENT_LID_CHANGE:
        case IBV_EVENT_PKEY_CHANGE:
        case IBV_EVENT_SM_CHANGE:
        case IBV_EVENT_CLIENT_REREGISTER:
        case IBV_EVENT_GID_CHANGE:
            return event->element.port_num == (int)verbs->info.device_port;
        default:
            return false;
    }
}

static void read_async(const struct um_verbs *reader) {
    struct ibv_async_event event;
    pthread_mutex_lock(&lock);
    while (reader->lib->ibv_get_async_event(reader->context, &event) == 0) {
        for (struct um_verbs *verbs = endpoints; verbs != NULL; verbs = verbs->next) {
            if (verbs->context == reader->context && concerns(verbs, &event)) {
                atomic_fetch_or(&verbs->pending, 1ULL << event.event_type);
            }
            um_count(&verbs->shared->stats->async_events, verbs->context == reader->context);
        }
        reader->lib->ibv_ack_async_event(&event);
    }
    pthread_mutex_unlock(&lock);
}

/* In the order in which they are told when several have come. */
static const struct {
    enum ibv_event_type type;
    uint32_t kind;
} kinds[] = {
    {IBV_EVENT_DEVICE_FATAL, UM_EVENT_DEVICE_FATAL},
    {IBV_EVENT_CQ_ERR, UM_EVENT_CQ_ERROR},
    {IBV_EVENT_PORT_ERR, UM_EVENT_PORT_DOWN},
    {IBV_EVENT_SM_CHANGE, UM_EVENT_SM_CHANGED},
    {IBV_EVENT_CLIENT_REREGISTER, UM_EVENT_CLIENT_REREGISTER},
    {IBV_EVENT_PKEY_CHANGE, UM_EVENT_PKEY_CHANGED},
    {IBV_EVENT_LID_CHANGE, UM_EVENT_LID_CHANGED},
    {IBV_EVENT_GID_CHANGE, UM_EVENT_GID_CHANGED},
    {IBV_EVENT_PORT_ACTIVE, UM_EVENT_PORT_UP},
};

static void tell_pending(struct um_verbs *verbs) {
    const uint64_t pending = atomic_exchange(&verbs->pending, 0);
    if (pending == 0) {
        return;
    }
    if ((pending & 1ULL << IBV_EVENT_DEVICE_FATAL) == 0) {
        um_part_lock(&verbs->shared->parts[UM_PART_DATA]); /* LID and GID tell own copies from others' */
        if (um_verbs_query(verbs) < 0) {
            um_error_clear(); /* the port is as it was, for all that is known */
        }
        um_part_unlock(&verbs->shared->parts[UM_PART_DATA]);
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if ((pending & 1ULL << kinds[i].type) != 0) {
            um_verbs_tell(verbs, kinds[i].kind, 0, NULL);
        }
    }
}

void um_verbs_tell(struct um_verbs *verbs, const uint32_t kind, const int error, const struct um_verbs_membership *membership) {
    if (verbs->events_count == UM_VERBS_EVENTS) { /* nobody has asked for long: the oldest goes */
        verbs->events_first = (verbs->events_first + 1) % UM_VERBS_EVENTS;
        verbs->events_count--;
    }
    struct um_event *event = &verbs->events[(verbs->events_first + verbs->events_count++) % UM_VERBS_EVENTS];
    memset(event, 0, sizeof *event);
    event->kind = kind;
    event->error = error;
    if (membership != NULL) {
        event->group = membership->group;
        event->group.detail = membership->receiving;
        memcpy(event->mgid, membership->granted.mgid, sizeof event->mgid);
        event->mlid = membership->granted.mlid;
        event->qkey = membership->granted.qkey;
    }
}

int um_verbs_events(void *endpoint, struct um_event *events, const int most) {
    struct um_verbs *verbs = endpoint;
    read_async(verbs);
    tell_pending(verbs);
    um_verbs_drive(verbs);
    um_verbs_recover(verbs);
    um_verbs_sweep(verbs);
    int count = 0;
    while (count < most && verbs->events_count > 0) {
        events[count++] = verbs->events[verbs->events_first];
        verbs->events_first = (verbs->events_first + 1) % UM_VERBS_EVENTS;
        verbs->events_count--;
    }
    return count;
}
