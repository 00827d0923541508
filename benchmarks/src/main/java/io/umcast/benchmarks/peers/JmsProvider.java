/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.region.policy.VMPendingSubscriberMessageStoragePolicy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

import io.umcast.jms.UmcastConnectionFactory;
import io.umcast.jms.UmcastJms;

/** Who implements JMS. Brokers keep messages in memory, and hold publishers back when that is full; so does umcast. */
enum JmsProvider {
    /** This library: no broker. */
    UMCAST(UmcastJms.NO_ACKNOWLEDGE) {
        @Override
        ConnectionFactory factory(final Settings settings) {
            return new UmcastConnectionFactory("udp:interface=lo&mtu=8k&group=239.250.4.1&port=" + port(settings) +
                "&jms.overrun=hold&jms.idle=" + settings.text("idle", "event"));
        }

        @Override
        AutoCloseable broker(final Settings settings) {
            return () -> { };
        }
    },

    /** Its vendor mode acknowledges at the broker, before the message is sent to the consumer. */
    ARTEMIS(ActiveMQJMSConstants.PRE_ACKNOWLEDGE) {
        @Override
        ConnectionFactory factory(final Settings settings) throws JMSException {
            return new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory("tcp://127.0.0.1:" + port(settings));
        }

        @Override
        AutoCloseable broker(final Settings settings) throws Exception {
            final ConfigurationImpl configuration = new ConfigurationImpl();
            configuration.setPersistenceEnabled(false).setSecurityEnabled(false).setJMXManagementEnabled(false)
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port(settings));
            configuration.addAddressSetting("#", new AddressSettings().setMaxSizeBytes(HELD_BYTES)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK));
            final EmbeddedActiveMQ server = new EmbeddedActiveMQ().setConfiguration(configuration);
            server.start();
            return server::stop;
        }
    },

    /** Its vendor mode acknowledges lazily, many at once. */
    ACTIVEMQ(Session.DUPS_OK_ACKNOWLEDGE) {
        @Override
        ConnectionFactory factory(final Settings settings) {
            final ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port(settings));
            factory.setOptimizeAcknowledge(isVendor(settings));
            factory.setWatchTopicAdvisories(false);
            return factory;
        }

        @Override
        AutoCloseable broker(final Settings settings) throws Exception {
            final PolicyEntry all = new PolicyEntry();
            all.setTopic(">");
            all.setPendingSubscriberPolicy(new VMPendingSubscriberMessageStoragePolicy());
            all.setMemoryLimit(HELD_BYTES);
            final PolicyMap policies = new PolicyMap();
            policies.setDefaultEntry(all);
            final BrokerService broker = new BrokerService();
            broker.setPersistent(false);
            broker.setUseJmx(false);
            broker.setAdvisorySupport(false);
            broker.setDestinationPolicy(policies);
            broker.addConnector("tcp://127.0.0.1:" + port(settings));
            broker.start();
            broker.waitUntilStarted();
            return broker::stop;
        }
    };

    private static final int HELD_BYTES = 32 << 20;
    private static final int PORT = 20_473;

    private final int vendorMode;

    JmsProvider(final int vendorMode) {
        this.vendorMode = vendorMode;
    }

    /** What an application connects by. */
    abstract ConnectionFactory factory(Settings settings) throws JMSException;

    /** What has to run in a process of its own; to be closed. */
    abstract AutoCloseable broker(Settings settings) throws Exception;

    /** The mode of a session: the one that all have, or the fastest of its own. */
    int mode(final Settings settings) {
        return isVendor(settings) ? vendorMode : Session.AUTO_ACKNOWLEDGE;
    }

    private static boolean isVendor(final Settings settings) {
        return settings.number("vendor", 0) == 1;
    }

    private static int port(final Settings settings) {
        return settings.number("port", PORT);
    }
}
