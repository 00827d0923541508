/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** Runs publishers and subscribers for as long as wanted, under faults by a seed, and watches what it costs the process. */
package io.umcast.benchmarks.soak;
