/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Where bytes leave and enter. A {@link io.umcast.core.transport.Transport} is a session's network: it sends what the engine puts
 * into one {@link io.umcast.core.transport.TxRing} and tells what has come in two {@link io.umcast.core.transport.RxRing}s. The C poller,
 * the pure Java poller and the tests' in-memory fabric are the same to the engine.
 * <p>
 * Opening, joining and addressing may take time and throw; {@code poll} does neither.
 */
package io.umcast.core.transport;
