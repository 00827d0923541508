/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * End-to-end measurements: each suite starts processes ({@code io.umcast.benchmarks.peers}, {@code agent.c}), a pair of contenders in
 * turns, and records what they tell.
 */
package io.umcast.benchmarks.suites;
