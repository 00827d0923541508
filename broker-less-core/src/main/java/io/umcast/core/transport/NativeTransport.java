/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import io.umcast.natives.Abi;

/** Kernel UDP by the C poller. */
public final class NativeTransport extends NativePoller {
    private final PeerAddress local;

    private NativeTransport(final TransportConfig config, final NativeRings rings) {
        super(config, rings, rings.parameters(Abi.BACKEND_UDP));
        local = readControlAddress();
    }

    /**
     * Opens a transport.
     *
     * @param config of it.
     * @return the transport.
     * @throws io.umcast.EndpointException if the library cannot be used, or a system call fails.
     */
    public static NativeTransport open(final TransportConfig config) {
        requireLibrary("use the Java poller");
        return guarded(new NativeTransport(config, new NativeRings(config)));
    }

    /** Null: peers answer the source address that they see. */
    @Override
    public PeerAddress controlAddress() {
        return null;
    }

    /**
     * The control endpoint's own address, as bound.
     *
     * @return the address; of a wildcard if the transport was opened with one.
     */
    public PeerAddress localAddress() {
        return local;
    }

    @Override
    public String describe() {
        return "udp (native) interface=" + config().networkInterface().getName() + " port=" + config().port() +
            " control=" + local.toSocketAddress() + " mtu=" + config().mtu() + " rcvbuf=" + receiveBufferBytes() +
            (receiveBufferBytes() / 2 < config().receiveBuffer() ? " (asked for " + config().receiveBuffer() +
                ": raise sysctl net.core.rmem_max)" : "") +
            " gso=" + config().gso() + " gro=" + config().gro();
    }
}
