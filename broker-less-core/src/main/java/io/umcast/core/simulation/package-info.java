/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * A network in one process, with a clock that moves when it is told to: {@link io.umcast.core.simulation.MemoryFabric} joins any
 * number of {@link io.umcast.core.simulation.MemoryTransport}s, and delays, loses, duplicates and reorders as its seed says. One
 * thread runs it all, so a run is repeated exactly by the same seed and the same calls.
 * <p>
 * A datagram's bytes lie once in the fabric's memory, which is every receiver's slots: to deliver it costs a receiver a record of
 * its ring.
 */
package io.umcast.core.simulation;
