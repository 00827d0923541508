/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.contract;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import jakarta.jms.ConnectionFactory;

/** The contract on a broker: what fails here is a wrong test. */
final class ArtemisContractTest extends ContractTest {
    private static EmbeddedActiveMQ server;

    @BeforeAll
    static void start() throws Exception {
        final Configuration config = new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
            .setJMXManagementEnabled(false).addAcceptorConfiguration("in-vm", "vm://0");
        server = new EmbeddedActiveMQ().setConfiguration(config);
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Override
    ConnectionFactory factory() {
        return new ActiveMQConnectionFactory("vm://0");
    }
}
