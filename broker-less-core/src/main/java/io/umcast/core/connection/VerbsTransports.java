/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

import io.umcast.ConfigException;
import io.umcast.config.Config;
import io.umcast.config.Options;
import io.umcast.config.PortSpace;
import io.umcast.config.Scheme;
import io.umcast.config.UmcastPolicy;
import io.umcast.core.membership.Announcer;
import io.umcast.core.membership.KernelView;
import io.umcast.core.membership.KernelWatch;
import io.umcast.core.membership.MembershipPath;
import io.umcast.core.membership.UmcastFlag;
import io.umcast.core.transport.Interfaces;
import io.umcast.core.transport.TransportConfig;
import io.umcast.core.transport.VerbsConfig;
import io.umcast.core.transport.VerbsInfo;
import io.umcast.core.transport.VerbsTransport;
import io.umcast.core.transport.verbs.RdmaPort;
import io.umcast.core.transport.verbs.RdmaPorts;

/** Opens queue pairs: interface, device and partition first, then what the port allows. */
final class VerbsTransports {
    private static final System.Logger LOGGER = System.getLogger("io.umcast");
    private static final Path ROOT = Path.of("/");

    private VerbsTransports() {
    }

    /** Applies the option {@code umcast} to the interface that {@link #open} takes; other than of ps=ipoib it does nothing. */
    static UmcastFlag umcast(final Config config) {
        final boolean ipoib = config.scheme() == Scheme.VERBS && config.get(Options.PORT_SPACE) == PortSpace.IPOIB;
        final UmcastPolicy policy = ipoib ? config.get(Options.UMCAST) : UmcastPolicy.IGNORE;
        final String name = policy == UmcastPolicy.IGNORE ? "" : port(config, asked(config)).networkInterface();
        return UmcastFlag.apply(policy, name, ROOT, text -> LOGGER.log(System.Logger.Level.WARNING, text));
    }

    /** By which way the transports that {@link #open} opens receive groups, and who announces those. */
    static MembershipPath path(final Config config) {
        final Interfaces.Choice asked = asked(config);
        final RdmaPort port = port(config, asked);
        final Interfaces.Choice choice = asked != null ? asked : Interfaces.resolve(port.networkInterface(), config.get(Options.GROUP));
        final PortSpace space = config.get(Options.PORT_SPACE);
        final Announcer announcer = !port.isInfiniBand() ? Announcer.RDMA_CM :
            space == PortSpace.IPOIB ? Announcer.OWN_SOCKET : Announcer.NOBODY;
        return new MembershipPath(choice.networkInterface(), space.name().toLowerCase(Locale.ROOT), announcer,
            announcer == Announcer.OWN_SOCKET, UnaryOperator.identity());
    }

    /** Looks at the kernel's side of groups on an interface: of interest if it is IPoIB's. */
    static KernelWatch watch(final String networkInterface) {
        return new RdmaPorts(ROOT).all().stream().filter(port -> port.networkInterface().equals(networkInterface)).findFirst()
            .map(port -> new KernelView(ROOT, ByteOrder.nativeOrder(), port.pkey(), port.scope()))
            .orElseGet(() -> new KernelView(ROOT, ByteOrder.nativeOrder(), 0, 0));
    }

    /** Whether an interface is IPoIB's. */
    static boolean isIpoib(final String networkInterface) {
        return Files.exists(ROOT.resolve("sys/class/net").resolve(networkInterface).resolve("umcast"));
    }

    private static Interfaces.Choice asked(final Config config) {
        return config.isSet(Options.INTERFACE) ? Interfaces.resolve(config.get(Options.INTERFACE), config.get(Options.GROUP)) : null;
    }

    private static RdmaPort port(final Config config, final Interfaces.Choice asked) {
        return new RdmaPorts(ROOT).choose(config, asked == null ? null : asked.networkInterface().getName());
    }

    static VerbsTransport open(final Config config) {
        final InetAddress group = config.get(Options.GROUP);
        final Interfaces.Choice asked = asked(config);
        final RdmaPort port = port(config, asked);
        final Interfaces.Choice choice = asked != null ? asked : Interfaces.resolve(port.networkInterface(), group);
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
