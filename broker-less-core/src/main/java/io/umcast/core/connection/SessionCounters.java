/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.status.AtomicCounter;

import io.umcast.ReceiverInfo;
import io.umcast.core.counters.CounterType;
import io.umcast.core.counters.CountersFile;
import io.umcast.core.receive.FeedCounters;
import io.umcast.core.receive.Image;
import io.umcast.core.receive.ReceiveCounters;
import io.umcast.core.send.StreamNumbers;
import io.umcast.core.session.DropCounts;
import io.umcast.core.session.SessionReport;
import io.umcast.core.wire.DropCause;
import io.umcast.natives.Abi;

/** The counters of a session, its streams and its images. Those of an image go when it goes. */
final class SessionCounters implements SessionReport {
    /** So many receivers of a session are shown one by one: the file has room for 2,048 counters. */
    private static final int MAX_RECEIVERS = 128;

    private final CountersFile file;
    private final String about;
    private final Map<CounterType, AtomicCounter> own = new EnumMap<>(CounterType.class);
    private final Map<Integer, Map<CounterType, AtomicCounter>> feeds = new HashMap<>();
    private final Map<Long, Map<CounterType, AtomicCounter>> streams = new HashMap<>();
    private final Map<Long, Map<CounterType, AtomicCounter>> images = new HashMap<>();
    private final Map<ReceiverKey, Map<CounterType, AtomicCounter>> receivers = new HashMap<>();
    private final Set<ReceiverKey> seenReceivers = new HashSet<>();
    private final Map<Long, Boolean> seen = new HashMap<>();
    private final Map<CounterType, Long> sums = new EnumMap<>(CounterType.class);

    private record ReceiverKey(long streamId, long receiverId) {
    }

    SessionCounters(final CountersFile file, final String about) {
        this.file = file;
        this.about = about;
    }

    void begin() {
        seen.clear();
        seenReceivers.clear();
        sums.clear();
    }

    void end() {
        sums.forEach((type, value) -> set(own, type, about, value));
        set(own, CounterType.IMAGES, about, seen.size());
        images.entrySet().removeIf(entry -> !seen.containsKey(entry.getKey()) && free(entry.getValue()));
        receivers.entrySet().removeIf(entry -> !seenReceivers.contains(entry.getKey()) && free(entry.getValue()));
    }

    private boolean free(final Map<CounterType, AtomicCounter> counters) {
        counters.values().forEach(file::free);
        return true;
    }

    @Override
    public void session(final DirectBuffer stats, final ReceiveCounters counters, final long ownCopies, final long statusesSent,
        final DropCounts drops, final long refused) {
        set(own, CounterType.DATAGRAMS_SENT, about, stats.getLong(Abi.STATS_SENT_DATAGRAMS));
        set(own, CounterType.BYTES_SENT, about, stats.getLong(Abi.STATS_SENT_BYTES));
        set(own, CounterType.DATAGRAMS_RECEIVED, about, stats.getLong(Abi.STATS_RECEIVED_DATAGRAMS));
        set(own, CounterType.BYTES_RECEIVED, about, stats.getLong(Abi.STATS_RECEIVED_BYTES));
        set(own, CounterType.KERNEL_DROPS, about, stats.getLong(Abi.STATS_KERNEL_DROPS));
        set(own, CounterType.TRUNCATED, about, stats.getLong(Abi.STATS_TRUNCATED));
        set(own, CounterType.SEND_ERRORS, about, stats.getLong(Abi.STATS_SEND_ERRORS));
        set(own, CounterType.SEND_BLOCKED, about, stats.getLong(Abi.STATS_SEND_BLOCKED));
        set(own, CounterType.OWN_COPIES, about, ownCopies);
        device(stats);
        set(own, CounterType.STATUSES_SENT, about, statusesSent);
        for (int cause = DropCause.SHORT; cause < DropCause.COUNT; cause++) {
            set(own, CounterType.drops(cause), about, drops.get(cause));
        }
        set(own, CounterType.UNKNOWN_STREAMS, about, drops.unknownStreams());
        set(own, CounterType.IMAGES_REFUSED, about, drops.imagesRefused());
        set(own, CounterType.FRAMES_REFUSED, about, refused);
        received(counters);
    }

    private void device(final DirectBuffer stats) {
        set(own, CounterType.LOOPED_BACK, about, stats.getLong(Abi.STATS_OWN_COPIES));
        set(own, CounterType.FOREIGN_FRAMES, about, stats.getLong(Abi.STATS_FOREIGN));
        set(own, CounterType.IP_FRAGMENTS, about, stats.getLong(Abi.STATS_FRAGMENTS));
        set(own, CounterType.BAD_CHECKSUMS, about, stats.getLong(Abi.STATS_BAD_CHECKSUMS));
        set(own, CounterType.COMPLETION_ERRORS, about, stats.getLong(Abi.STATS_COMPLETION_ERRORS));
        set(own, CounterType.MEMBERSHIPS_LOST, about, stats.getLong(Abi.STATS_MEMBERSHIPS_LOST));
        set(own, CounterType.REJOINS, about, stats.getLong(Abi.STATS_REJOINS));
        set(own, CounterType.DEVICE_EVENTS, about, stats.getLong(Abi.STATS_ASYNC_EVENTS));
    }

    private void received(final ReceiveCounters counters) {
        set(own, CounterType.BYTES_IN_PLACE, about, counters.bytesInPlace);
        set(own, CounterType.BYTES_ASSEMBLED, about, counters.bytesAssembled);
        set(own, CounterType.NAKS_SENT, about, counters.naksSent);
        set(own, CounterType.CONFIRMS_RECEIVED, about, counters.naksSuppressed);
        set(own, CounterType.LOSS_EVENTS, about, counters.losses);
        set(own, CounterType.LOSS_BYTES, about, counters.bytesLost);
        set(own, CounterType.DUPLICATES, about, counters.duplicates);
        set(own, CounterType.OUT_OF_WINDOW, about, counters.beyondWindow);
        set(own, CounterType.DROPS_RECORD, about, counters.malformedRecords);
        set(own, CounterType.UNKNOWN_TOPICS, about, counters.badDefinitions + counters.digestMismatches);
    }

    @Override
    public void feed(final int feed, final FeedCounters counters) {
        final Map<CounterType, AtomicCounter> shown = feeds.computeIfAbsent(feed, number -> new EnumMap<>(CounterType.class));
        final String what = about + " feed " + (char)('A' + feed);
        set(shown, CounterType.FEED_DATAGRAMS, what, counters.datagrams);
        set(shown, CounterType.FEED_FIRST_COPIES, what, counters.firstCopies);
        set(shown, CounterType.FEED_DUPLICATES, what, counters.duplicates);
        set(shown, CounterType.FEED_LOSSES, what, counters.losses);
        set(shown, CounterType.FEED_BYTES_LOST, what, counters.bytesLost);
    }

    @Override
    public void stream(final StreamNumbers numbers) {
        final Map<CounterType, AtomicCounter> counters = streams.computeIfAbsent(numbers.streamId(),
            id -> new EnumMap<>(CounterType.class));
        final String what = "stream " + Long.toHexString(numbers.streamId());
        set(counters, CounterType.STREAM_CLAIMED, what, numbers.claimed());
        set(counters, CounterType.STREAM_SENT, what, numbers.sent());
        set(counters, CounterType.STREAM_RETAINED, what, numbers.retained());
        set(counters, CounterType.STREAM_LIMIT, what, numbers.limit());
        sum(CounterType.NAKS_RECEIVED, numbers.naksReceived());
        sum(CounterType.REPAIRS_SENT, numbers.repairsSent());
        sum(CounterType.REPAIRS_REFUSED, numbers.repairsRefused());
        sum(CounterType.CONFIRMS_SENT, numbers.confirmsSent());
        sum(CounterType.STATUSES_RECEIVED, numbers.statusesReceived());
        sum(CounterType.CLAIMS_UNBLOCKED, numbers.claimsUnblocked());
        sum(CounterType.BACK_PRESSURE, numbers.backPressured());
        sum(CounterType.RAW_TOO_LONG, numbers.tooLong());
        sum(CounterType.RECEIVERS, numbers.receivers());
        sum(CounterType.RECEIVERS_DROPPED, numbers.dropped());
    }

    @Override
    public void receiver(final ReceiverInfo receiver) {
        final ReceiverKey key = new ReceiverKey(receiver.streamId(), receiver.receiverId());
        if (seenReceivers.size() == MAX_RECEIVERS || !seenReceivers.add(key)) {
            return;
        }
        final Map<CounterType, AtomicCounter> counters = receivers.computeIfAbsent(key, id -> new EnumMap<>(CounterType.class));
        final String what = "receiver " + receiver.name() + " at " + text(receiver.address()) + ", stream " +
            Long.toHexString(receiver.streamId());
        set(counters, CounterType.RECEIVER_POSITION, what, receiver.position());
        set(counters, CounterType.RECEIVER_LAG, what, receiver.lag());
        set(counters, CounterType.RECEIVER_FOLLOWED, what, receiver.followed() ? 1 : 0);
    }

    private static String text(final InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void image(final Image image) {
        seen.put(image.streamId(), Boolean.TRUE);
        final Map<CounterType, AtomicCounter> counters = images.computeIfAbsent(image.streamId(), id -> new EnumMap<>(CounterType.class));
        final String what = about + " image " + Long.toHexString(image.streamId()) + " from " + image.publisher().toSocketAddress();
        set(counters, CounterType.IMAGE_CONSUMED, what, image.consumedPosition());
        set(counters, CounterType.IMAGE_RECEIVED, what, image.receivedPosition());
        set(counters, CounterType.IMAGE_WINDOW, what, image.windowBytes());
    }

    private void sum(final CounterType type, final long value) {
        sums.merge(type, value, Long::sum);
    }

    private void set(final Map<CounterType, AtomicCounter> counters, final CounterType type, final String what, final long value) {
        counters.computeIfAbsent(type, key -> file.newCounter(key, what)).setRelease(value);
    }

    void free() {
        free(own);
        feeds.values().forEach(this::free);
        streams.values().forEach(this::free);
        images.values().forEach(this::free);
        receivers.values().forEach(this::free);
    }
}
