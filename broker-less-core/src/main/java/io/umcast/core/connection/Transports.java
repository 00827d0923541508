/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.function.UnaryOperator;

import org.agrona.BitUtil;

import io.umcast.ConfigException;
import io.umcast.config.Config;
import io.umcast.config.Options;
import io.umcast.config.PollerMode;
import io.umcast.config.Scheme;
import io.umcast.config.Switch;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.membership.Announcer;
import io.umcast.core.membership.MembershipPath;
import io.umcast.core.transport.FaultyTransport;
import io.umcast.core.transport.Interfaces;
import io.umcast.core.transport.NativeTransport;
import io.umcast.core.transport.NioTransport;
import io.umcast.core.transport.Transport;
import io.umcast.core.transport.TransportConfig;
import io.umcast.core.transport.TwoFeeds;
import io.umcast.natives.NativeLibrary;

/** Opens the transport that a connection's options ask for. */
final class Transports {
    private static final System.Logger LOGGER = System.getLogger("io.umcast");
    private static final int AUTO_SLOT_BYTES = 2 << 20;
    static final int CONTROL_SLOTS = 128;
    /** Small enough to stay in a core's cache: a record is written, read, and gone. */
    static final int TX_RING_BYTES = 1 << 18;
    /** Up to this size of datagrams the kernel gains by handing over many as one. */
    private static final int AUTO_GRO_MTU = 2048;
    private static volatile boolean fallbackTold;

    private Transports() {
    }

    static Transport open(final Config config) {
        if (config.scheme() == Scheme.VERBS) {
            return withFaults(config, VerbsTransports.open(config), 0);
        }
        final String feedB = config.get(Options.FEED_B);
        final Interfaces.Choice choice = Interfaces.resolve(config.get(Options.INTERFACE), config.get(Options.GROUP));
        if (feedB.isEmpty()) {
            return open(config, choice, mtu(config, choice), 0);
        }
        final Interfaces.Choice choiceB = Interfaces.resolve(feedB, config.get(Options.GROUP));
        final int mtu = Math.min(mtu(config, choice), mtu(config, choiceB));
        final Transport first = open(config, choice, mtu, 0);
        Transport second = null;
        try {
            second = open(config, choiceB, mtu, 1);
            return new TwoFeeds(first, second, GroupMapper.secondFeed(config), TX_RING_BYTES, config.get(Options.DOMAIN));
        } catch (final RuntimeException e) {
            first.close();
            if (second != null) {
                second.close();
            }
            throw e;
        }
    }

    /** By which ways the connection receives its groups. */
    static List<MembershipPath> paths(final Config config) {
        if (config.scheme() == Scheme.VERBS) {
            return List.of(VerbsTransports.path(config));
        }
        final MembershipPath first = path(config, config.get(Options.INTERFACE), UnaryOperator.identity());
        return config.get(Options.FEED_B).isEmpty() ? List.of(first) :
            List.of(first, path(config, config.get(Options.FEED_B), GroupMapper.secondFeed(config)));
    }

    private static MembershipPath path(final Config config, final String networkInterface, final UnaryOperator<InetAddress> groups) {
        final NetworkInterface found = Interfaces.resolve(networkInterface, config.get(Options.GROUP)).networkInterface();
        return new MembershipPath(found, "", Announcer.DATA_SOCKET, VerbsTransports.isIpoib(found.getName()), groups);
    }

    /** One feed. The second draws its faults from the next seed, so that it does not lose the same datagrams. */
    private static Transport open(final Config config, final Interfaces.Choice choice, final int mtu, final int feed) {
        final TransportConfig transportConfig = udp(config, choice, mtu);
        return withFaults(config, useNative(config) ? NativeTransport.open(transportConfig) : NioTransport.open(transportConfig), feed);
    }

    private static Transport withFaults(final Config config, final Transport opened, final int feed) {
        Transport transport = opened;
        try {
            final double loss = config.get(Options.LOSS);
            final double duplicate = config.get(Options.DUPLICATE);
            final double reorder = config.get(Options.REORDER);
            if (loss > 0 || duplicate > 0 || reorder > 0) {
                transport = new FaultyTransport(transport, loss, duplicate, reorder, config.get(Options.SEED) + feed);
            }
            if (config.get(Options.POLLER) == PollerMode.NATIVE) {
                transport.startPoller(config.get(Options.POLLER_CPU));
            }
            return transport;
        } catch (final RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private static int mtu(final Config config, final Interfaces.Choice choice) {
        final int asked = config.get(Options.MTU);
        return asked == Options.AUTO_NUMBER ? Interfaces.mtu(choice.networkInterface(), config.get(Options.GROUP)) : asked;
    }

    private static TransportConfig udp(final Config config, final Interfaces.Choice choice, final int mtu) {
        final boolean gro = config.get(Options.GRO) == Switch.ON || config.get(Options.GRO) == Switch.AUTO && mtu <= AUTO_GRO_MTU;
        final int slots = slots(config, gro ? 1 << 16 : mtu);
        return new TransportConfig(choice.networkInterface(), choice.address(), config.get(Options.PORT), mtu,
            config.get(Options.RCVBUF), config.get(Options.SNDBUF), slots, CONTROL_SLOTS, TX_RING_BYTES, config.get(Options.TTL),
            config.get(Options.LOOPBACK), config.get(Options.GSO), gro);
    }

    /** How many slots of a size. */
    static int slots(final Config config, final int slotBytes) {
        final int asked = config.get(Options.SLOTS);
        return asked == Options.AUTO_NUMBER ?
            Math.min(1024, Math.max(32, BitUtil.findNextPositivePowerOfTwo(AUTO_SLOT_BYTES / slotBytes))) : asked;
    }

    private static boolean useNative(final Config config) {
        final Switch asked = config.get(Options.NATIVE);
        if (asked == Switch.OFF) {
            return false;
        }
        if (NativeLibrary.available()) {
            return true;
        }
        if (asked == Switch.ON) {
            throw new ConfigException("native", "on", "the native library cannot be used: " + NativeLibrary.reason());
        }
        if (!fallbackTold) {
            fallbackTold = true;
            LOGGER.log(System.Logger.Level.INFO, "umcast: using the pure Java poller: " + NativeLibrary.reason());
        }
        return false;
    }
}
