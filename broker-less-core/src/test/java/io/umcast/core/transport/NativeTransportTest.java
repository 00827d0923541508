/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.umcast.natives.NativeLibrary;

class NativeTransportTest extends UdpTransportContract {
    @Override
    protected Transport open(final TransportConfig config) {
        assumeTrue(NativeLibrary.available(), () -> "without the native library: " + NativeLibrary.reason());
        return NativeTransport.open(config);
    }

    @Override
    protected PeerAddress localAddress(final Transport transport) {
        return ((NativeTransport)transport).localAddress();
    }
}
