/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * What members of a shared subscription tell each other on its control topic. Words of 8 bytes, little endian,
 * behind a word of version and type.
 */
final class ShareFrame {
    private static final byte VERSION = 1;
    private static final byte STATUS = 1;
    private static final byte ASSIGN = 2;
    private static final int MOST = 1 << 16;

    /**
     * A member's state.
     *
     * @param member  its id.
     * @param check   a hash of topic and selector, which all have to agree on.
     * @param leader  whom it follows; 0: nobody.
     * @param term    of that leader.
     * @param leaving whether it goes.
     * @param done    what it has done.
     */
    record Status(long member, long check, long leader, long term, boolean leaving, ShareDone done) {
    }

    /**
     * A leader's word: messages up to these positions, and not assigned before, are parted among the members of the view.
     *
     * @param leader its id.
     * @param check  as in a status.
     * @param term   that leaders are counted by.
     * @param view   who the members are.
     * @param upTo   each stream's position.
     * @param gone   who left between the view before and this one, and what they had done.
     * @param killed of the gone, whether the member vanished rather than left.
     */
    record Assign(long leader, long check, long term, ShareView view, Map<Long, Long> upTo, Map<Long, ShareDone> gone,
        Map<Long, Boolean> killed) {
    }

    private final ExpandableArrayBuffer out = new ExpandableArrayBuffer(1024);
    private int at;
    private DirectBuffer in;
    private int limit;

    DirectBuffer buffer() {
        return out;
    }

    private void put(final long value) {
        out.putLong(at, value, ByteOrder.LITTLE_ENDIAN);
        at += Long.BYTES;
    }

    private void put(final long[] values) {
        put(values.length);
        for (final long value : values) {
            put(value);
        }
    }

    private long take() {
        if (at + Long.BYTES > limit) {
            throw new IllegalArgumentException("a truncated frame of a shared subscription");
        }
        final long value = in.getLong(at, ByteOrder.LITTLE_ENDIAN);
        at += Long.BYTES;
        return value;
    }

    private int count() {
        final long count = take();
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException("a malformed frame of a shared subscription: a count of " + count);
        }
        return (int)count;
    }

    private void begin(final byte type) {
        out.putByte(0, VERSION);
        out.putByte(1, type);
        at = Long.BYTES;
    }

    private void put(final ShareDone done) {
        put(done.view());
        put(done.lines().size());
        done.lines().forEach((stream, line) -> {
            put(stream);
            put(line.from());
            put(line.received());
            put(line.doneTo());
            put(line.knows());
            put(line.behind());
        });
    }

    private ShareDone done() {
        final ShareDone done = new ShareDone(take());
        final int streams = count();
        for (int i = 0; i < streams; i++) {
            final long stream = take();
            final long from = take();
            final long received = take();
            final long doneTo = take();
            done.lines().put(stream, new ShareDone.Line(from, received, doneTo, longs(), longs()));
        }
        return done;
    }

    private long[] longs() {
        final int count = count();
        if (limit - at < count * Long.BYTES) {
            throw new IllegalArgumentException("a truncated frame of a shared subscription");
        }
        final long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = take();
        }
        return values;
    }

    /** Encodes into the buffer; how long it is. */
    int encode(final Status status) {
        begin(STATUS);
        put(status.member());
        put(status.check());
        put(status.leader());
        put(status.term());
        put(status.leaving() ? 1 : 0);
        put(status.done());
        return at;
    }

    /** Encodes into the buffer; how long it is. */
    int encode(final Assign assign) {
        begin(ASSIGN);
        put(assign.leader());
        put(assign.check());
        put(assign.term());
        put(assign.view().number());
        put(assign.view().members());
        put(assign.upTo().size());
        assign.upTo().forEach((stream, position) -> {
            put(stream);
            put(position);
        });
        put(assign.gone().size());
        assign.gone().forEach((member, done) -> {
            put(member);
            put(assign.killed().get(member) ? 1 : 0);
            put(done);
        });
        return at;
    }

    /**
     * What a frame says.
     *
     * @return a Status or an Assign; null if it is of a later version.
     * @throws IllegalArgumentException if it is malformed.
     */
    Record decode(final DirectBuffer from, final int offset, final int length) {
        if (length < Long.BYTES) {
            throw new IllegalArgumentException("a truncated frame of a shared subscription");
        }
        if (from.getByte(offset) != VERSION) {
            return null;
        }
        in = from;
        at = offset + Long.BYTES;
        limit = offset + length;
        return switch (from.getByte(offset + 1)) {
            case STATUS -> new Status(take(), take(), take(), take(), take() != 0, done());
            case ASSIGN -> assign();
            default -> null;
        };
    }

    private Assign assign() {
        final long leader = take();
        final long check = take();
        final long term = take();
        final ShareView view = new ShareView(take(), longs());
        final Map<Long, Long> upTo = new HashMap<>();
        final int streams = count();
        for (int i = 0; i < streams; i++) {
            upTo.put(take(), take());
        }
        final Map<Long, ShareDone> gone = new HashMap<>();
        final Map<Long, Boolean> killed = new HashMap<>();
        final int left = count();
        for (int i = 0; i < left; i++) {
            final long member = take();
            killed.put(member, take() != 0);
            gone.put(member, done());
        }
        return new Assign(leader, check, term, view, upTo, gone, killed);
    }
}
