/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * A measured process in C: the same commands, messages and answers as io.umcast.benchmarks.peers.Agent. A program that includes this
 * brings the network.
 */
#ifndef UMCAST_BENCH_AGENT_H
#define UMCAST_BENCH_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role { PING, PONG, SOURCE, SINK };

/* What every measured message begins with, as Stamp.java has it. */
struct __attribute__((packed)) stamp {
    int64_t sequence;
    int64_t time_ns;
    int32_t stage;
};

struct network {
    /* One duty cycle: hands what has arrived to on_message; returns the work done. */
    int (*poll)(void);
    bool (*connected)(int receivers);
    /* Publishes a message of size bytes that begins with the stamp; false: try again after a poll. */
    bool (*send)(size_t size, struct stamp stamp);
    /* Publishes a copy. */
    bool (*forward)(const void *message, size_t size);
    void (*close)(void);
    /* How many messages are sent between two polls of a flood. */
    int burst;
};

int64_t now_ns(void);
/* The value of KEY=VALUE among the arguments. */
const char *setting(int argc, char **argv, const char *key, const char *otherwise);
/* Ends the process if a result is negative. */
void check(int result, const char *what);
/* To be called by poll for each message. */
void on_message(const void *message, size_t size);
/* Runs the process: open brings the network that the role needs. */
int agent_main(int argc, char **argv, struct network (*open)(enum role role, int argc, char **argv));

#endif
