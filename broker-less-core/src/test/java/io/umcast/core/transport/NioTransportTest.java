/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

class NioTransportTest extends UdpTransportContract {
    @Override
    protected Transport open(final TransportConfig config) {
        return NioTransport.open(config);
    }

    @Override
    protected PeerAddress localAddress(final Transport transport) {
        return ((NioTransport)transport).localAddress();
    }
}
