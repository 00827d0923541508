/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Registered memory.
 *
 * @param id     the transport's number for it, 1 or more.
 * @param buffer the memory; keeps it alive.
 */
public record Region(int id, UnsafeBuffer buffer) {
}
