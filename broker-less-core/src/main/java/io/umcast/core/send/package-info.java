/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * The sending half of a session: streams, what their receivers tell, repairs, flow control. All of it is owned by whoever holds the
 * session's
 * control side: the data thread in its duty cycle, or the conductor when a handler keeps that thread. Only publishers are called by others.
 */
package io.umcast.core.send;
