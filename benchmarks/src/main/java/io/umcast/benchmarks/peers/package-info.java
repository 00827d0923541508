/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * The processes that are measured: {@code Agent} is one of them, told what to do by lines on its standard input; a {@code Network} is what
 * it moves messages with, umcast or a peer. {@code agent.c} is the same in C, for plain sockets and Cyclone DDS.
 */
package io.umcast.benchmarks.peers;
