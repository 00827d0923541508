/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What a member says it has done of its part: in each stream all up to a position, and some behind it. */
final class ShareDone {
    static final ShareDone NOTHING = new ShareDone(0);

    private final Map<Long, Line> lines = new HashMap<>();
    private final long view;
    private final long heardNs = System.nanoTime();

    /** What was said by one who knew of a view. */
    ShareDone(final long view) {
        this.view = view;
    }

    /** One stream's part. */
    static final class Line {
        private final long from;
        private final long received;
        private final long doneTo;
        private final long[] knows;
        private final long[] behind;

        /**
         * What a member says of a stream.
         *
         * @param from     the first position that came; 0 if none did. What was before is not the member's, whoever says so.
         * @param received the last position that came.
         * @param doneTo   all of the member's messages up to here are done.
         * @param knows    the members of whom it knows from where on they have the stream, ascending: it does its share of what was before.
         * @param behind   positions of more that are done, ascending.
         */
        Line(final long from, final long received, final long doneTo, final long[] knows, final long[] behind) {
            this.from = from;
            this.received = received;
            this.doneTo = doneTo;
            this.knows = knows;
            this.behind = behind;
        }

        long from() {
            return from;
        }

        long received() {
            return received;
        }

        long doneTo() {
            return doneTo;
        }

        long[] knows() {
            return knows;
        }

        long[] behind() {
            return behind;
        }

        boolean knows(final long member) {
            return Arrays.binarySearch(knows, member) >= 0;
        }

        boolean isEmpty() {
            return from == 0;
        }

        boolean lacks(final long position) {
            return from > position;
        }

        boolean covers(final long position) {
            return position <= doneTo || Arrays.binarySearch(behind, position) >= 0;
        }
    }

    long view() {
        return view;
    }

    long heardNs() {
        return heardNs;
    }

    Map<Long, Line> lines() {
        return lines;
    }

    boolean covers(final long streamId, final long position) {
        final Line line = lines.get(streamId);
        return line != null && line.covers(position);
    }

    /** Whether the member has had messages of the stream. */
    boolean hears(final long streamId) {
        final Line line = lines.get(streamId);
        return line != null && !line.isEmpty();
    }

    /** Whether the member joined the stream behind a position. */
    boolean lacks(final long streamId, final long position) {
        final Line line = lines.get(streamId);
        return line != null && line.lacks(position);
    }
}
