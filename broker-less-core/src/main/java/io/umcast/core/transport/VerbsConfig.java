/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.umcast.config.PortSpace;
import io.umcast.core.transport.verbs.RdmaPort;
import io.umcast.natives.Abi;

/**
 * What a verbs transport is opened with beside what every transport is.
 *
 * @param port      that the interface belongs to.
 * @param portSpace the rdma_cm's.
 * @param rawMgids  whether groups are MGIDs, joined as they are, not mapped.
 */
public record VerbsConfig(RdmaPort port, PortSpace portSpace, boolean rawMgids) {
    private static final int DEVICE_SIZE = 64;

    /** Adds what is verbs' own to the parameters. */
    ByteBuffer put(final ByteBuffer parameters) {
        final byte[] device = port.device().getBytes(StandardCharsets.UTF_8);
        return parameters.putInt(Abi.OPEN_PORT_SPACE, portSpace == PortSpace.IPOIB ? Abi.PORT_SPACE_IPOIB : Abi.PORT_SPACE_UDP)
            .putInt(Abi.OPEN_DEVICE_PORT, port.port())
            .put(Abi.OPEN_DEVICE, device, 0, Math.min(device.length, DEVICE_SIZE - 1));
    }
}
