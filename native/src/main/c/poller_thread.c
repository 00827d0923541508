/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "error.h"
#include "transport.h"

#include <signal.h>
#include <time.h>

/* Rounds without work before the thread gives its core away, and before it naps. */
#define SPINS 4096
#define YIELDS 16384
#define NAP_MIN_NS 20000
#define NAP_MAX_NS 200000

static void pause_cpu(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* Latency first: a core of one's own is spun on; a session that has been quiet for long costs little. */
static void idle(struct um_transport *transport, const uint64_t rounds, long *nap) {
    if (rounds < SPINS) {
        pause_cpu();
    } else if (rounds < SPINS + YIELDS) {
        sched_yield();
    } else {
        const struct timespec time = {0, *nap};
        if (transport->backend->arm == NULL ||
            um_transport_sleep(transport, atomic_load(&transport->handle), *nap) < 0) {
            nanosleep(&time, NULL);
        }
        *nap = *nap * 2 > NAP_MAX_NS ? NAP_MAX_NS : *nap * 2;
    }
}

/* Each part is let go between rounds, so that joins and regions get in. */
static int round_of(struct um_transport *transport) {
    struct um_part *parts = transport->shared.parts;
    int work = 0;
    if (um_part_try_poll(&parts[UM_PART_CONTROL]) == 0) {
        work += transport->backend->poll_tx(transport->endpoint);
        work += transport->backend->poll_rx(transport->endpoint, UM_PART_CONTROL);
        um_part_unlock(&parts[UM_PART_CONTROL]);
    }
    if (um_part_try_poll(&parts[UM_PART_DATA]) == 0) {
        work += transport->backend->poll_rx(transport->endpoint, UM_PART_DATA);
        um_count(&transport->shared.stats[UM_PART_DATA].polls, 1);
        um_part_unlock(&parts[UM_PART_DATA]);
    }
    return work;
}

static void *run(void *argument) {
    struct um_transport *transport = argument;
    uint64_t idle_rounds = 0;
    long nap = NAP_MIN_NS;
    while (!atomic_load_explicit(&transport->stop, memory_order_acquire)) {
        if (round_of(transport) > 0) {
            idle_rounds = 0;
            nap = NAP_MIN_NS;
        } else {
            idle(transport, idle_rounds++, &nap);
        }
    }
    return NULL;
}

/* Signals are the JVM's: the thread takes none. */
static int create(struct um_transport *transport, const pthread_attr_t *attributes) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int error = pthread_create(&transport->thread, attributes, run, transport);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error;
}

int um_transport_thread_start(struct um_transport *transport, const int cpu) {
    if (atomic_load(&transport->threaded)) {
        return 0;
    }
    if (cpu >= CPU_SETSIZE) {
        return um_error(EINVAL, "there is no such processor", "start the poller thread {cpu=%d}", cpu);
    }
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    if (cpu >= 0) {
        cpu_set_t cpus;
        CPU_ZERO(&cpus);
        CPU_SET(cpu, &cpus);
        pthread_attr_setaffinity_np(&attributes, sizeof cpus, &cpus);
    }
    atomic_store(&transport->threaded, true);
    const int error = create(transport, &attributes);
    pthread_attr_destroy(&attributes);
    if (error != 0) {
        atomic_store(&transport->threaded, false);
        return um_error(error, "the process may not run on that processor (taskset, cpuset), or has too many threads",
            "pthread_create {cpu=%d}", cpu);
    }
    pthread_setname_np(transport->thread, "umcast-poller");
    return 0;
}

void um_transport_thread_stop(struct um_transport *transport) {
    if (atomic_load(&transport->threaded)) {
        atomic_store(&transport->stop, true);
        pthread_join(transport->thread, NULL);
    }
}
