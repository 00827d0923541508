/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

import io.umcast.ConfigException;

/** The rules between options. */
final class ConfigRules {
    private ConfigRules() {
    }

    static void check(final Config config) {
        times(config);
        sizes(config);
        groups(config);
        feeds(config);
        raw(config);
        flow(config);
        machine(config);
        verbs(config);
    }

    private static void times(final Config config) {
        longer(config, Options.IMAGE_TIMEOUT, 2, Options.ANNOUNCE_INTERVAL, "or a live stream is taken for gone");
        longer(config, Options.RECEIVER_TIMEOUT, 2, Options.STATUS_INTERVAL, "or a live receiver is taken for gone");
        longer(config, Options.LOSS_TIMEOUT, 1, Options.NAK_RETRY, "or a gap is given up before it is told twice");
        longer(config, Options.NAK_RETRY, 1, Options.NAK_BACKOFF, "or a gap is told again before it was told");
        longer(config, Options.NAK_RETRY, 1, Options.REPAIR_HOLDOFF, "or a repeated NAK falls on deaf ears");
        longer(config, Options.IMAGE_TIMEOUT, 2, Options.HANDLER_BOUND, "or a slow handler makes its session's streams look gone");
        longer(config, Options.RECEIVER_TIMEOUT, 2, Options.HANDLER_BOUND, "or a slow handler makes its session look gone");
        longer(config, Options.LOSS_TIMEOUT, 1, Options.HEARTBEAT, "or a lost tail is given up before it is seen");
        longer(config, Options.TOPIC_TIMEOUT, 1, Options.NAK_RETRY, "or a topic's name is given up before it is asked for twice");
        if (config.get(Options.HEARTBEAT) > config.get(Options.ANNOUNCE_INTERVAL)) {
            throw refuse(config, Options.HEARTBEAT, "must be at most announce-interval=" + config.text(Options.ANNOUNCE_INTERVAL) +
                ", which is when a stream is announced anyway");
        }
        if (config.get(Options.SLOW_RECEIVER) == SlowReceiver.DROP) {
            longer(config, Options.SLOW_TIMEOUT, 2, Options.STATUS_INTERVAL, "or a receiver is called slow before it has reported twice");
        }
    }

    private static void longer(final Config config, final Option<Long> longer, final int factor, final Option<Long> shorter,
        final String why) {
        if (config.get(longer) <= factor * config.get(shorter)) {
            throw refuse(config, longer, "must be more than " + (factor == 1 ? "" : factor + " x ") + shorter.key() + "=" +
                config.text(shorter) + ", " + why);
        }
    }

    private static void sizes(final Config config) {
        final int log = config.get(Options.LOG);
        final int mtu = config.get(Options.MTU);
        final int window = config.get(Options.WINDOW);
        if (mtu != Options.AUTO_NUMBER && log < 16L * mtu) {
            throw refuse(config, Options.LOG, "must be at least 16 x mtu=" + config.text(Options.MTU) + ", that is " + 16L * mtu +
                " bytes: give a larger log or a smaller mtu");
        }
        final int least = log / 8 + Math.max(mtu, 0);
        if (window != Options.AUTO_NUMBER && window < least) {
            throw refuse(config, Options.WINDOW, "must be at least log / 8 + mtu = " + least +
                " bytes, or the largest message does not fit: give a larger window or a smaller log");
        }
    }

    private static void groups(final Config config) {
        final InetAddress first = config.get(Options.GROUP);
        final int count = config.get(Options.GROUPS);
        final byte[] bytes = first.getAddress();
        final BigInteger last = new BigInteger(1, bytes).add(BigInteger.valueOf(count - 1L));
        // 224.0.0.0/4 or ff00::/8: the last address has the same leading bits
        final int fixed = bytes.length == 4 ? 4 : 8;
        final int width = bytes.length * 8;
        final BigInteger prefix = new BigInteger(1, bytes).shiftRight(width - fixed);
        if (!last.shiftRight(width - fixed).equals(prefix)) {
            throw refuse(config, Options.GROUPS, "reaches beyond the multicast addresses from group=" +
                config.text(Options.GROUP) + " on");
        }
        for (final InetAddress source : config.get(Options.SOURCE)) {
            if (source instanceof Inet4Address != first instanceof Inet4Address) {
                throw refuse(config, Options.SOURCE, "must be of the same IP version as group=" + config.text(Options.GROUP));
            }
        }
        for (final InetAddress group : config.get(Options.TOPICS).values()) {
            if (group instanceof Inet6Address != first instanceof Inet6Address) {
                throw refuse(config, Options.TOPICS, "must have groups of the same IP version as group=" +
                    config.text(Options.GROUP));
            }
        }
    }

    private static void feeds(final Config config) {
        final Optional<InetAddress> group = config.get(Options.GROUP_B);
        if (config.get(Options.FEED_B).isEmpty()) {
            if (group.isPresent()) {
                throw refuse(config, Options.GROUP_B, "is of a second feed: give feed-b=INTERFACE too");
            }
            return;
        }
        if (config.get(Options.RAW)) {
            throw refuse(config, Options.FEED_B, "needs umcast's frames to tell copies by, which raw=on leaves out");
        }
        if (!config.get(Options.SOURCE).isEmpty()) {
            throw refuse(config, Options.FEED_B, "has sources of its own, so that source= cannot be given");
        }
        if (group.isPresent() && group.get() instanceof Inet6Address != config.get(Options.GROUP) instanceof Inet6Address) {
            throw refuse(config, Options.GROUP_B, "must be of the same IP version as group=" + config.text(Options.GROUP));
        }
        final boolean sameGroup = group.isEmpty() || group.get().equals(config.get(Options.GROUP));
        if (sameGroup && config.get(Options.FEED_B).equals(config.get(Options.INTERFACE))) {
            throw refuse(config, Options.FEED_B, "is the same path as interface=: give another interface, or another group-b");
        }
    }

    private static void raw(final Config config) {
        if (!config.get(Options.RAW)) {
            return;
        }
        if (config.get(Options.GROUPS) != 1) {
            throw refuse(config, Options.RAW,
                "needs one group, since datagrams do not name their topic: give group=ADDRESS, or groups=1");
        }
        if (config.isSet(Options.TOPICS)) {
            throw refuse(config, Options.RAW, "has one group for everything: leave topics out");
        }
    }

    private static void flow(final Config config) {
        if (config.get(Options.GROUP_SIZE) > 0 && config.get(Options.FLOW_CONTROL) != FlowControl.MIN) {
            throw refuse(config, Options.GROUP_SIZE, "needs fc=min, has fc=" + config.text(Options.FLOW_CONTROL));
        }
        if (config.get(Options.GROUP_SIZE) > 0 && config.get(Options.UNCONNECTED) == Unconnected.SEND) {
            throw refuse(config, Options.GROUP_SIZE, "waits for receivers, which unconnected=send does not");
        }
        if (config.get(Options.SLOW_RECEIVER) == SlowReceiver.DROP && config.get(Options.FLOW_CONTROL) != FlowControl.MIN) {
            throw refuse(config, Options.SLOW_RECEIVER, "needs fc=min, has fc=" + config.text(Options.FLOW_CONTROL) +
                ", which does not wait for slow receivers anyway");
        }
        if (config.isSet(Options.LAG_CREDIT) && config.get(Options.FLOW_CONTROL) != FlowControl.MAX) {
            throw refuse(config, Options.LAG_CREDIT, "is for fc=max");
        }
        if (config.isSet(Options.SLOW_TIMEOUT) && config.get(Options.SLOW_RECEIVER) != SlowReceiver.DROP) {
            throw refuse(config, Options.SLOW_TIMEOUT, "is for slow-receiver=drop");
        }
        if (config.isSet(Options.BURST) && config.get(Options.RATE) == 0 && config.get(Options.REPAIR_RATE) <= 0) {
            throw refuse(config, Options.BURST, "is a share of rate or repair-rate: give one of them too");
        }
    }

    private static void machine(final Config config) {
        final boolean nativePoller = config.get(Options.POLLER) == PollerMode.NATIVE;
        if (config.get(Options.NATIVE) == Switch.OFF && nativePoller) {
            throw refuse(config, Options.POLLER, "needs the native library, which native=off keeps out");
        }
        if (config.get(Options.NATIVE) == Switch.OFF && config.scheme() == Scheme.VERBS) {
            throw refuse(config, Options.NATIVE, "leaves nothing to open a verbs: connection with");
        }
        if (config.get(Options.POLLER_CPU) >= 0 && !nativePoller) {
            throw refuse(config, Options.POLLER_CPU, "pins the native poller: give poller=native too");
        }
    }

    private static void verbs(final Config config) {
        if (config.scheme() == Scheme.VERBS && config.get(Options.PORT_SPACE) != PortSpace.IPOIB && !config.get(Options.SOURCE).isEmpty()) {
            throw refuse(config, Options.SOURCE, "needs ps=ipoib: a queue pair of ps=udp hears every sender, and its datagrams name no IP source");
        }
        if (config.get(Options.RAW_MGIDS) && !(config.get(Options.GROUP) instanceof Inet6Address)) {
            throw refuse(config, Options.RAW_MGIDS, "needs an MGID as group, such as group=ff12:4001:ffff::f01:203, has group=" +
                config.text(Options.GROUP));
        }
    }

    private static ConfigException refuse(final Config config, final Option<?> option, final String reason) {
        return new ConfigException(option.key(), config.text(option), reason);
    }
}
