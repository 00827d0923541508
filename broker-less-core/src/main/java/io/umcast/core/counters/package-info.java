/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * What a connection counts, in a small mapped file that any process of the same user can read while the connection lives:
 * {@link io.umcast.core.counters.CountersFile} writes it, {@link io.umcast.core.counters.CountersSnapshot} reads it.
 * A counter has one writing thread, so counting is a plain store.
 */
package io.umcast.core.counters;
