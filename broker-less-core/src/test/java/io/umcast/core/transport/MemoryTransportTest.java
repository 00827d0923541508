/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import io.umcast.core.simulation.MemoryConfig;
import io.umcast.core.simulation.MemoryFabric;
import io.umcast.core.simulation.MemoryTransport;

class MemoryTransportTest extends TransportContract {
    private final MemoryFabric fabric = new MemoryFabric(1, MTU, 4096);

    @Override
    protected Transport open(final TransportConfig config) {
        return fabric.open(MemoryConfig.DEFAULT.withRings(config.dataSlots(), config.controlSlots(), config.txRingBytes()));
    }

    @Override
    protected PeerAddress localAddress(final Transport transport) {
        return ((MemoryTransport)transport).localAddress();
    }

    @Override
    protected void idle() {
        fabric.advance(1000);
    }
}
