/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * A session's duty cycle. Two halves: the control side (streams, statuses, the control endpoint, all sending) belongs to whoever holds its
 * lock, which is the data thread while it cycles and the conductor when a handler keeps that thread; the receiving side (images, handlers,
 * own subscribers) belongs to the data thread alone. They meet in two small rings of frames.
 */
package io.umcast.core.session;
