/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.contract;

import jakarta.jms.ConnectionFactory;

import io.umcast.jms.Ports;
import io.umcast.jms.UmcastConnectionFactory;

/** The contract on umcast, over loopback multicast. */
final class UmcastContractTest extends ContractTest {
    private static final String URI = Ports.uri("");

    @Override
    ConnectionFactory factory() {
        return new UmcastConnectionFactory(URI);
    }
}
