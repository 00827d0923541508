/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport.verbs;

import java.util.List;
import java.util.stream.Collectors;

import io.umcast.ConfigException;
import io.umcast.config.Config;
import io.umcast.config.Option;
import io.umcast.config.Options;
import io.umcast.config.PortSpace;

/** Finds the RDMA port that a connection's options mean, and says what there is when it is not found. */
final class RdmaPortChoice {
    private static final int KEY_BITS = 0x7FFF;

    private final Config config;
    private final List<RdmaPort> all;

    private RdmaPortChoice(final Config config, final List<RdmaPort> all) {
        this.config = config;
        this.all = all;
    }

    /**
     * Finds the port.
     *
     * @param config           of a verbs connection.
     * @param networkInterface the interface that {@code interface} means, by name; null when it was not given.
     * @param all              what there is.
     * @return the port.
     * @throws ConfigException if there is none, or more than one; says what there is.
     */
    static RdmaPort of(final Config config, final String networkInterface, final List<RdmaPort> all) {
        final RdmaPortChoice choice = new RdmaPortChoice(config, all);
        final RdmaPort port = networkInterface == null ? choice.byDevice() : choice.byInterface(networkInterface);
        if (config.get(Options.PORT_SPACE) == PortSpace.IPOIB && !port.isInfiniBand()) {
            throw new ConfigException(Options.PORT_SPACE.key(), config.text(Options.PORT_SPACE), "is InfiniBand's only, and " + port +
                " is RoCE, which has no IPoIB; use ps=udp");
        }
        return port;
    }

    private RdmaPort byInterface(final String name) {
        final List<RdmaPort> of = all.stream().filter(port -> port.networkInterface().equals(name)).toList();
        if (of.isEmpty()) {
            throw refuse(Options.INTERFACE, "the interface " + name + " does not belong to an RDMA device: " + there());
        }
        final List<RdmaPort> asked = of.stream().filter(this::isOfDevice).toList();
        if (asked.isEmpty()) {
            final Option<?> option = config.isSet(Options.DEVICE) && of.stream().noneMatch(this::hasDevice) ?
                Options.DEVICE : Options.IB_PORT;
            throw refuse(option, "the interface " + name + " belongs to " + of.get(0));
        }
        final RdmaPort port = asked.get(0);
        if (!hasPkey(port)) {
            throw refuse(Options.PKEY, port + " is of another partition" + (port.isInfiniBand() ?
                "; an interface of it is made by: ip link add link " + name + " name " + name + String.format(".%04x", pkey()) +
                    " type ipoib pkey " + String.format("0x%04x", pkey()) : ": RoCE has none, leave pkey out"));
        }
        return port;
    }

    private RdmaPort byDevice() {
        final List<RdmaPort> of = all.stream().filter(port -> isOfDevice(port) && hasPkey(port)).toList();
        if (of.size() == 1) {
            return of.get(0);
        }
        if (of.isEmpty()) {
            throw config.isSet(Options.DEVICE) ?
                refuse(Options.DEVICE, "has no such port with a network interface in this network namespace: " + there()) :
                new ConfigException(Options.INTERFACE.key(), null, "no RDMA device here has such a port: " + there());
        }
        throw new ConfigException(Options.INTERFACE.key(), null, "is needed, since there are several: " + there());
    }

    private boolean isOfDevice(final RdmaPort port) {
        return hasDevice(port) &&
            (config.get(Options.IB_PORT) == Options.AUTO_NUMBER || config.get(Options.IB_PORT) == port.port());
    }

    private boolean hasDevice(final RdmaPort port) {
        return config.get(Options.DEVICE).equals(Option.AUTO) || config.get(Options.DEVICE).equals(port.device());
    }

    private int pkey() {
        return config.get(Options.PKEY);
    }

    /** By 15 bits: the highest says full member or limited, not which partition. */
    private boolean hasPkey(final RdmaPort port) {
        return pkey() == Options.AUTO_NUMBER || port.isInfiniBand() && (pkey() & KEY_BITS) == (port.pkey() & KEY_BITS);
    }

    private String there() {
        return all.isEmpty() ? "there is none (ls /sys/class/infiniband; umcast doctor)" :
            "there are " + all.stream().map(RdmaPort::toString).collect(Collectors.joining("; "));
    }

    private ConfigException refuse(final Option<?> option, final String reason) {
        return new ConfigException(option.key(), config.text(option), reason);
    }
}
