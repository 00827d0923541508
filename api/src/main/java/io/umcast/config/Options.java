/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import static io.umcast.config.OptionGroup.ADDRESS;
import static io.umcast.config.OptionGroup.FAULTS;
import static io.umcast.config.OptionGroup.FLOW;
import static io.umcast.config.OptionGroup.LIVENESS;
import static io.umcast.config.OptionGroup.MACHINE;
import static io.umcast.config.OptionGroup.MEMORY;
import static io.umcast.config.OptionGroup.REPAIR;

import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** All options, each declared here and nowhere else. A numeric value that was left {@code auto} is {@value #AUTO_NUMBER}. */
public final class Options {
    /** The value of a numeric option whose text is {@code auto}. */
    public static final int AUTO_NUMBER = -1;

    private static final long US = 1_000L;
    private static final long MS = 1_000_000L;
    private static final long HOUR = 3_600_000_000_000L;
    private static final int GIB = 1 << 30;

    /** The network interface. */
    public static final Option<String> INTERFACE = Option.of(ADDRESS, "interface",
        ValueTypes.string(64, "the name or an address of a network interface, such as lo, eth0 or 10.1.2.3"), "lo",
        "The network interface that groups are joined on and sent by.");
    /** The first group. */
    public static final Option<InetAddress> GROUP = Option.of(ADDRESS, "group", ValueTypes.group(), "239.192.0.0",
        "The first multicast group of the range that topics are spread over. Given without `groups`, it is the only one.");
    /** The number of groups. */
    public static final Option<Integer> GROUPS = Option.of(ADDRESS, "groups", ValueTypes.integer(1, 65536), "16",
        "How many groups the range has, from `group` upwards; 1 when `group` is given and this is not.");
    /** Topics with a group of their own. */
    public static final Option<Map<String, InetAddress>> TOPICS = Option.of(ADDRESS, "topics", ValueTypes.topicTable(), "",
        "Topics that have a group of their own; all others are spread by a hash of their name.");
    /** The UDP port. */
    public static final Option<Integer> PORT = Option.of(ADDRESS, "port", ValueTypes.integer(1, 65535), "40456",
        "The UDP port of all groups. It has to be the same everywhere.");
    /** The domain id. */
    public static final Option<Integer> DOMAIN = Option.of(ADDRESS, "domain", ValueTypes.unsignedInteger(), "0",
        "Keeps systems apart that share groups and port: frames of another domain are dropped.");
    /** The hop limit. */
    public static final Option<Integer> TTL = Option.of(ADDRESS, "ttl", ValueTypes.integer(0, 255), "1",
        "How many networks a multicast datagram may cross (IPv6: hop limit); 0 keeps it on this host.");
    /** Whether other sockets on this host hear what is sent. */
    public static final Option<Boolean> LOOPBACK = Option.of(ADDRESS, "loopback", ValueTypes.onOff(), "on",
        "Whether other processes on this host hear what is sent.").onlyFor(Scheme.UDP);
    /** The sources to hear. */
    public static final Option<List<InetAddress>> SOURCE = Option.of(ADDRESS, "source", ValueTypes.sources(), "",
        "Hear these senders only (source-specific multicast); empty for any. Over queue pairs with `ps=ipoib` alone.");
    /** The other interface of two feeds. */
    public static final Option<String> FEED_B = Option.of(ADDRESS, "feed-b",
        ValueTypes.string(64, "empty, or the name or an address of a network interface"), "",
        "A second path, by this interface: everything is sent on both, the first copy of what comes is taken; empty for one path.")
        .onlyFor(Scheme.UDP);
    /** The first group of the second feed. */
    public static final Option<Optional<InetAddress>> GROUP_B = Option.of(ADDRESS, "group-b",
        ValueTypes.orAuto(ValueTypes.optional(ValueTypes.group()), Optional.empty()), Option.AUTO,
        "With `feed-b`: the group that takes the place of `group` there, all others as far from it; auto: the same groups.")
        .onlyFor(Scheme.UDP);
    /** Whether a session hears itself. */
    public static final Option<Boolean> LOCAL = Option.of(ADDRESS, "local", ValueTypes.onOff(), "on",
        "Whether a session's subscribers hear its own publishers, straight from the log.");
    /** Whether datagrams are bare messages. */
    public static final Option<Boolean> RAW = Option.of(ADDRESS, "raw", ValueTypes.onOff(), "off",
        "One datagram is one message, without any header, order or repair: for talking to programs that are not umcast's.");
    /** The receiver's name. */
    public static final Option<String> NAME = Option.of(ADDRESS, "name",
        ValueTypes.string(64, "a name of at most 64 bytes of UTF-8"), Option.AUTO,
        "What publishers call this receiver, as in events; auto: host:pid.");

    /** The largest datagram. */
    public static final Option<Integer> MTU = Option.of(MEMORY, "mtu",
        ValueTypes.orAuto(ValueTypes.datagramSize(256, 65504), AUTO_NUMBER), Option.AUTO,
        "The largest datagram, headers included; auto: what the interface takes in one packet, at most 8k and log / 16.");
    /** The size of a log. */
    public static final Option<Integer> LOG = Option.of(MEMORY, "log", ValueTypes.powerOfTwoSize(64 << 10, GIB), "4m",
        "The size of each stream's log. The largest message has an eighth of it.");
    /** The share of the log that is kept for repairs. */
    public static final Option<Double> RETAIN = Option.of(MEMORY, "retain", ValueTypes.share(0.75), "0.5",
        "The share of the log that stays held for repairs and late joiners; the rest takes new messages.");
    /** The receive window. */
    public static final Option<Integer> WINDOW = Option.of(MEMORY, "window",
        ValueTypes.orAuto(ValueTypes.size(8 << 10, GIB), AUTO_NUMBER), Option.AUTO,
        "How far a stream may run ahead of what its receiver has consumed; auto: half of the stream's log.");
    /** The receive socket buffer. */
    public static final Option<Integer> RCVBUF = Option.of(MEMORY, "rcvbuf", ValueTypes.size(4 << 10, GIB), "4m",
        "The receive buffer asked of the kernel for each socket.").onlyFor(Scheme.UDP);
    /** The send socket buffer. */
    public static final Option<Integer> SNDBUF = Option.of(MEMORY, "sndbuf", ValueTypes.size(4 << 10, GIB), "1m",
        "The send buffer asked of the kernel for each socket.").onlyFor(Scheme.UDP);
    /** The number of receive slots. */
    public static final Option<Integer> SLOTS = Option.of(MEMORY, "slots",
        ValueTypes.orAuto(ValueTypes.powerOfTwo(16, 65536), AUTO_NUMBER), Option.AUTO,
        "How many datagrams a session can hold between two duty cycles; auto: from the MTU.");

    /** Whom a publisher waits for. */
    public static final Option<FlowControl> FLOW_CONTROL = Option.of(FLOW, "fc", ValueTypes.choice(FlowControl.class), "min",
        "Whom a publisher waits for: nobody, the fastest receiver (and those who keep up with it, see `lag-credit`), or the slowest.");
    /** The receiver's tag. */
    public static final Option<Long> TAG = Option.of(FLOW, "tag", ValueTypes.longInteger(), "0",
        "With `fc=min` only receivers of the publisher's own tag are waited for; 0 waits for all. A receiver tells its tag.");
    /** How many receivers a publisher needs. */
    public static final Option<Integer> GROUP_SIZE = Option.of(FLOW, "group-size", ValueTypes.integer(0, 65536), "0",
        "With `fc=min` a publisher is connected when so many receivers of its `tag` subscribe to its topic; 0: when anybody does.");
    /** What is done about a slow receiver. */
    public static final Option<SlowReceiver> SLOW_RECEIVER = Option.of(FLOW, "slow-receiver",
        ValueTypes.choice(SlowReceiver.class), "wait",
        "With `fc=min`, what is done about a receiver that keeps the stream from the others: it is waited for, or dropped.");
    /** When a slow receiver is dropped. */
    public static final Option<Long> SLOW_TIMEOUT = Option.of(FLOW, "slow-timeout",
        ValueTypes.duration(MS, HOUR), "1s",
        "With `slow-receiver=drop`, for how long its window may hold the stream back while another receiver is less than half as far " +
            "behind, or while it consumes nothing.");
    /** When a receiver that lags is left behind. */
    public static final Option<Long> LAG_CREDIT = Option.of(FLOW, "lag-credit",
        ValueTypes.duration(MS, HOUR), "200ms",
        "With `fc=max`, for how long in sum a receiver that is far behind another may fill the log, before it is left behind; 1/32 of the " +
            "time that passes is given back.");
    /** After what silence a receiver is dropped. */
    public static final Option<Long> RECEIVER_TIMEOUT = Option.of(FLOW, "receiver-timeout",
        ValueTypes.duration(10 * MS, HOUR), "5s",
        "A publisher drops a receiver that has been silent for so long.");
    /** What a publisher without receivers does. */
    public static final Option<Unconnected> UNCONNECTED = Option.of(FLOW, "unconnected",
        ValueTypes.choice(Unconnected.class), "refuse",
        "What a publisher without receivers does with messages: refuses them (NOT_CONNECTED) or sends them all the same.");
    /** The rate limit. */
    public static final Option<Long> RATE = Option.of(FLOW, "rate", ValueTypes.bytesPerSecond(), "0",
        "The most that a stream sends, umcast's headers counted, repairs and control frames not; 0 for no limit.");
    /** How much a rate makes up for. */
    public static final Option<Long> BURST = Option.of(FLOW, "burst", ValueTypes.duration(10 * US, 1_000 * MS), "2ms",
        "The time whose share of `rate` or `repair-rate` may leave at once (two datagrams always may); what a session that comes round " +
            "less often does not use is not made up for.");

    /** The largest NAK backoff. */
    public static final Option<Long> NAK_BACKOFF = Option.of(REPAIR, "nak-backoff", ValueTypes.duration(0, 1_000 * MS), "200us",
        "The longest random wait before a gap is told (RFC 5401), so that one of many receivers tells it for all.");
    /** When a NAK is repeated. */
    public static final Option<Long> NAK_RETRY = Option.of(REPAIR, "nak-retry", ValueTypes.duration(100 * US, 10_000 * MS), "5ms",
        "After what time an unrepaired gap is told again, at most: sooner when repairs are seen to come sooner.");
    /** How many receivers are expected. */
    public static final Option<Integer> NAK_GROUP = Option.of(REPAIR, "nak-group", ValueTypes.integer(1, 65536), "10",
        "How many receivers the random wait is laid out for (RFC 5401's group size); 1 does not wait.");
    /** How long a repaired range is not repaired again. */
    public static final Option<Long> REPAIR_HOLDOFF = Option.of(REPAIR, "repair-holdoff",
        ValueTypes.duration(0, 1_000 * MS), "500us",
        "After a repair its range is not sent again for so long, at most: two round trips, where NAKs have shown how long that is.");
    /** The rate limit of repairs. */
    public static final Option<Long> REPAIR_RATE = Option.of(REPAIR, "repair-rate",
        ValueTypes.orAuto(ValueTypes.bytesPerSecond(), (long)AUTO_NUMBER), Option.AUTO,
        "The most that a stream sends again, umcast's headers counted; 0 for no limit; auto: as much as `rate`.");
    /** When a gap is a loss. */
    public static final Option<Long> LOSS_TIMEOUT = Option.of(REPAIR, "loss-timeout", ValueTypes.duration(MS, HOUR), "5s",
        "A gap of a reliable subscription that is not repaired in this time is told as a loss, and the stream goes on.");
    /** How long a topic's name is waited for. */
    public static final Option<Long> TOPIC_TIMEOUT = Option.of(REPAIR, "topic-timeout", ValueTypes.duration(MS, HOUR), "1s",
        "How long a late joiner waits for the names of a stream's topics before that is told as a loss.");

    /** How often a stream is announced. */
    public static final Option<Long> ANNOUNCE_INTERVAL = Option.of(LIVENESS, "announce-interval",
        ValueTypes.duration(MS, 60_000 * MS), "100ms", "How often a stream is announced.");
    /** How soon the last datagram is followed by an announcement. */
    public static final Option<Long> HEARTBEAT = Option.of(LIVENESS, "heartbeat",
        ValueTypes.duration(100 * US, 60_000 * MS), "1ms",
        "How soon the last datagram of a burst is followed by an announcement, so that its loss is seen.");
    /** After what silence a stream is gone. */
    public static final Option<Long> IMAGE_TIMEOUT = Option.of(LIVENESS, "image-timeout",
        ValueTypes.duration(10 * MS, HOUR), "5s",
        "A stream that has been silent for so long is gone.");
    /** How often a receiver reports. */
    public static final Option<Long> STATUS_INTERVAL = Option.of(LIVENESS, "status-interval",
        ValueTypes.duration(MS, 60_000 * MS), "50ms", "How often, at least, a receiver tells how far it is.");
    /** How long close waits. */
    public static final Option<Long> LINGER = Option.of(LIVENESS, "linger", ValueTypes.duration(0, HOUR), "5s",
        "How long closing waits, at most, until everything is sent and its receivers have it.");
    /** When a claim is taken back. */
    public static final Option<Long> CLAIM_TIMEOUT = Option.of(LIVENESS, "claim-timeout", ValueTypes.duration(MS, HOUR), "5s",
        "A claim that is neither committed nor aborted in this time is taken back, so that the stream goes on.");
    /** When the conductor takes over. */
    public static final Option<Long> HANDLER_BOUND = Option.of(LIVENESS, "handler-bound",
        ValueTypes.duration(MS, 60_000 * MS), "10ms",
        "When a duty cycle takes longer, the conductor keeps announcements, reports and repairs going: from then on, or, if one had begun " +
            "within the last millisecond, within four such times (but half of `image-timeout` and `receiver-timeout`).");

    /** Whether the native library is used. */
    public static final Option<Switch> NATIVE = Option.of(MACHINE, "native", ValueTypes.choice(Switch.class), Option.AUTO,
        "Whether the native library is used; auto: when it can be loaded, else plain Java does the same, slower.");
    /** Who polls. */
    public static final Option<PollerMode> POLLER = Option.of(MACHINE, "poller", ValueTypes.choice(PollerMode.class), "inline",
        "Who calls the network: the session's own thread (inline) or a native thread in front of it.");
    /** Where the poller runs. */
    public static final Option<Integer> POLLER_CPU = Option.of(MACHINE, "poller-cpu", ValueTypes.integer(-1, 4095), "-1",
        "The CPU that the native poller is pinned to; -1 for none.");
    /** Whether segmentation offload is used. */
    public static final Option<Boolean> GSO = Option.of(MACHINE, "gso", ValueTypes.onOff(), "on",
        "Whether many datagrams are given to the kernel at once (UDP GSO) where it can.").onlyFor(Scheme.UDP);
    /** Whether receive offload is used. */
    public static final Option<Switch> GRO = Option.of(MACHINE, "gro", ValueTypes.choice(Switch.class), Option.AUTO,
        "Whether the kernel may hand over many datagrams at once (UDP GRO); auto: for an MTU below 4k.").onlyFor(Scheme.UDP);
    /** Where counters lie. */
    public static final Option<String> COUNTERS = Option.of(MACHINE, "counters",
        ValueTypes.string(4096, "auto or a directory"), Option.AUTO,
        "The directory of the counters file; auto: /dev/shm/umcast-USER.");

    /** The port space. */
    public static final Option<PortSpace> PORT_SPACE = verbs("ps", ValueTypes.choice(PortSpace.class), "udp",
        "The port space: udp has groups of its own, ipoib shares those of sockets on IPoIB.");
    /** What is done about the umcast attribute. */
    public static final Option<UmcastPolicy> UMCAST = verbs("umcast", ValueTypes.choice(UmcastPolicy.class), "warn",
        "With `ps=ipoib`: what is done when /sys/class/net/INTERFACE/umcast is not 1, so that the kernel hears the groups too.");
    /** The partition. */
    public static final Option<Integer> PKEY = verbs("pkey",
        ValueTypes.orAuto(ValueTypes.hexadecimal(1, 0xFFFF), AUTO_NUMBER), Option.AUTO,
        "The P_Key that the interface has to have, checked; auto: whatever it has.");
    /** Whether groups are MGIDs. */
    public static final Option<Boolean> RAW_MGIDS = verbs("raw-mgids", ValueTypes.onOff(), "off",
        "InfiniBand: `group` is an MGID in the notation of IPv6, joined as it is (AF_IB), not mapped by the port space's rule.");
    /** The RDMA device. */
    public static final Option<String> DEVICE = verbs("device",
        ValueTypes.string(64, "auto or the name of an RDMA device, such as mlx5_0"), Option.AUTO,
        "The RDMA device that the interface has to belong to, checked; auto: whichever it does.");
    /** The device's port. */
    public static final Option<Integer> IB_PORT = verbs("ib-port",
        ValueTypes.orAuto(ValueTypes.integer(1, 255), AUTO_NUMBER), Option.AUTO,
        "The port of the RDMA device that the interface has to belong to, checked; auto: whichever it does.");

    /** The share of received datagrams that is dropped. */
    public static final Option<Double> LOSS = Option.of(FAULTS, "loss", ValueTypes.share(1.0), "0",
        "The probability that a received datagram is dropped.");
    /** The share of received datagrams that is doubled. */
    public static final Option<Double> DUPLICATE = Option.of(FAULTS, "duplicate", ValueTypes.share(1.0), "0",
        "The probability that a received datagram is taken twice.");
    /** The share of received datagrams that is held back. */
    public static final Option<Double> REORDER = Option.of(FAULTS, "reorder", ValueTypes.share(1.0), "0",
        "The probability that a received datagram is taken after later ones.");
    /** The seed of all that. */
    public static final Option<Long> SEED = Option.of(FAULTS, "seed", ValueTypes.longInteger(), "1",
        "The seed that decides which datagrams; the same seed drops the same.");

    private static final List<Option<?>> ALL = declared();

    private Options() {
    }

    /**
     * All options, in the order of their declaration.
     *
     * @return an immutable list.
     */
    public static List<Option<?>> all() {
        return ALL;
    }

    /**
     * The option of a key.
     *
     * @param key such as {@code mtu}.
     * @return the option, or null if there is none.
     */
    public static Option<?> find(final String key) {
        return ALL.stream().filter(option -> option.key().equals(key)).findFirst().orElse(null);
    }

    private static <T> Option<T> verbs(final String key, final ValueType<T> type, final String defaultText, final String doc) {
        return Option.of(OptionGroup.VERBS, key, type, defaultText, doc).onlyFor(Scheme.VERBS);
    }

    // by reflection, so that declaring an option is all there is to do
    private static List<Option<?>> declared() {
        return Arrays.stream(Options.class.getDeclaredFields())
            .filter(field -> Modifier.isPublic(field.getModifiers()) && field.getType() == Option.class)
            .<Option<?>>map(field -> {
                try {
                    return (Option<?>)Objects.requireNonNull(field.get(null), field.getName());
                } catch (final IllegalAccessException e) {
                    throw new ExceptionInInitializerError(e);
                }
            }).toList();
    }
}
