/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.net.InetAddress;
import java.nio.file.Path;

import io.umcast.ConfigException;
import io.umcast.config.Config;
import io.umcast.config.Options;
import io.umcast.core.transport.Interfaces;
import io.umcast.core.transport.TransportConfig;
import io.umcast.core.transport.VerbsConfig;
import io.umcast.core.transport.VerbsInfo;
import io.umcast.core.transport.VerbsTransport;
import io.umcast.core.transport.verbs.RdmaPort;
import io.umcast.core.transport.verbs.RdmaPorts;

/** Opens queue pairs: interface, device and partition first, then what the port allows. */
final class VerbsTransports {
    private VerbsTransports() {
    }

    static VerbsTransport open(final Config config) {
        final InetAddress group = config.get(Options.GROUP);
        final boolean named = config.isSet(Options.INTERFACE);
        final Interfaces.Choice asked = named ? Interfaces.resolve(config.get(Options.INTERFACE), group) : null;
        final RdmaPort port = new RdmaPorts(Path.of("/")).choose(config, named ? asked.networkInterface().getName() : null);
        final Interfaces.Choice choice = named ? asked : Interfaces.resolve(port.networkInterface(), group);
        final VerbsConfig verbs = new VerbsConfig(port, config.get(Options.PORT_SPACE), config.get(Options.RAW_MGIDS));
        final TransportConfig least = TransportConfig.of(choice.networkInterface(), choice.address(), config.get(Options.PORT))
            .withOffloads(false, false).withMtu(TransportConfig.MIN_MTU);
        final int mtu = mtu(config, VerbsTransport.probe(least, verbs));
        return VerbsTransport.open(least.withMtu(mtu).withRings(Transports.slots(config, mtu), Transports.CONTROL_SLOTS,
            Transports.TX_RING_BYTES), verbs);
    }

    private static int mtu(final Config config, final VerbsInfo info) {
        final int asked = config.get(Options.MTU);
        if (asked == Options.AUTO_NUMBER) {
            return info.mtu();
        }
        if (asked > info.mtu()) {
            throw new ConfigException(Options.MTU.key(), config.text(Options.MTU), "is more than the " + info.mtu() +
                " bytes that " + info.device() + " port " + info.port() + " takes, whose active MTU is " + info.activeMtu());
        }
        return asked;
    }
}
