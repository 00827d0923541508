/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Who publishes what: heard from announcements, asked by queries, told to nobody. Bytes enter by a transport of its own; what leaves are
 * queries alone, never a status, so that no publisher takes the listener for a receiver.
 */
package io.umcast.core.discovery;
