/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One stream's messages for a shared subscription: up to where they are parted, by which views, and what is kept of them. */
final class ShareStream {
    private static final int MOST_BEHIND = 512;

    private final long id;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final ArrayDeque<Range> ranges = new ArrayDeque<>();
    private long from;
    private long received;
    private long upTo;
    private long touchedNs = System.nanoTime();

    private record Range(long upTo, ShareView view) {
    }

    /** A message, or a transaction's messages, at one position. */
    static final class Entry {
        private final ShareStream stream;
        private final long position;
        private final Object source;
        private final long atNs = System.nanoTime();
        private final List<Delivery> deliveries = new ArrayList<>(1);
        private long owner;
        private long bytes;
        private int undone;
        private boolean taken;
        private long inheritedBy;
        private long inheritedFrom;
        private long inheritedNs;

        Entry(final ShareStream stream, final long position, final Object source) {
            this.stream = stream;
            this.position = position;
            this.source = source;
        }

        ShareStream stream() {
            return stream;
        }

        long position() {
            return position;
        }

        long atNs() {
            return atNs;
        }

        Object source() {
            return source;
        }

        List<Delivery> deliveries() {
            return deliveries;
        }

        void add(final Delivery delivery) {
            delivery.entry(this);
            deliveries.add(delivery);
            bytes += delivery.length();
            undone++;
        }

        /** Whose it is; 0 while nobody has said. */
        long owner() {
            return owner;
        }

        void owner(final long member) {
            owner = member;
        }

        long bytes() {
            return bytes;
        }

        /** It is another's than that which the leader's word made it, since a view. */
        void inheritedBy(final long viewNumber) {
            inheritedBy = viewNumber;
            inheritedFrom = 0;
            inheritedNs = 0;
        }

        /** Whoever knows of a view with that number knows of all before. */
        void inheritedAtMostBy(final long viewNumber) {
            inheritedBy = Math.min(inheritedBy, viewNumber);
        }

        /** As the other, since a member was found to lack it; 0: since a member was found not to hear its stream. */
        void inheritedFrom(final long member, final long nowNs) {
            inheritedBy = 0;
            inheritedFrom = member;
            inheritedNs = member == 0 ? nowNs : 0;
        }

        /** Whether it is among what its owner says is done; what he said before he knew that it is his does not count. */
        boolean isDoneBy(final ShareDone told, final long settleNs) {
            return told.covers(stream.id, position) && told.view() >= inheritedBy &&
                (inheritedFrom == 0 || told.lines().get(stream.id).knows(inheritedFrom)) &&
                (inheritedNs == 0 || told.heardNs() - inheritedNs > settleNs);
        }

        boolean isTaken() {
            return taken;
        }

        void take() {
            taken = true;
        }

        void done() {
            undone--;
            if (undone == 0) {
                deliveries.clear();
            }
        }

        boolean isDone() {
            return undone <= 0;
        }

        /** Invalidates what consumers may have queued of it. */
        void renew(final boolean redelivered) {
            for (int i = 0; i < deliveries.size(); i++) {
                deliveries.set(i, deliveries.get(i).renewed(redelivered));
            }
            undone = deliveries.size();
            taken = false;
        }
    }

    ShareStream(final long id) {
        this.id = id;
    }

    long id() {
        return id;
    }

    NavigableMap<Long, Entry> entries() {
        return entries;
    }

    List<Entry> snapshot() {
        return new ArrayList<>(entries.values());
    }

    long received() {
        return received;
    }

    long upTo() {
        return upTo;
    }

    /** A message came; whether it is the first. */
    boolean received(final long position, final long nowNs) {
        received = Math.max(received, position);
        touchedNs = nowNs;
        if (from != 0) {
            return false;
        }
        from = position;
        return true;
    }

    long touchedNs() {
        return touchedNs;
    }

    /** Messages up to a position, and behind those parted before, are parted by a view. */
    boolean extend(final long position, final ShareView view) {
        if (position <= upTo) {
            return false;
        }
        upTo = position;
        if (!ranges.isEmpty() && ranges.peekLast().view().equals(view)) {
            ranges.removeLast();
        }
        ranges.addLast(new Range(position, view));
        while (ranges.size() > 1 && ranges.peekFirst().upTo() <= received) {
            ranges.removeFirst();
        }
        return true;
    }

    /** A new leader does not know of what was parted behind a position. */
    void rewind(final long position) {
        if (position < upTo) {
            upTo = position;
            ShareView cut = null;
            while (!ranges.isEmpty() && ranges.peekLast().upTo() > position) {
                cut = ranges.removeLast().view();
            }
            if (cut != null) {
                ranges.addLast(new Range(position, cut));
            }
        }
    }

    ShareView viewOf(final long position, final ShareView otherwise) {
        for (final Range range : ranges) {
            if (position <= range.upTo()) {
                return range.view();
            }
        }
        return otherwise;
    }

    /** What a member has done of its part; forgets what needs not be told again. */
    ShareDone.Line line(final long member, final long[] knows) {
        long doneTo = Math.min(upTo, received);
        final List<Long> behind = new ArrayList<>();
        boolean open = false;
        for (final Entry entry : snapshot()) {
            if (entry.owner() != member) {
                continue;
            }
            if (!entry.isDone() && !open) {
                open = true;
                doneTo = entry.position() - 1;
            } else if (entry.isDone() && !open) {
                entries.remove(entry.position());
            } else if (entry.isDone() && behind.size() < MOST_BEHIND) {
                behind.add(entry.position());
            }
        }
        return new ShareDone.Line(from, received, doneTo, knows, behind.stream().mapToLong(Long::longValue).toArray());
    }
}
