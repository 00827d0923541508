/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * Where the stream was cut into datagrams, from the retained position to the sent one. Repairs repeat the same cuts, so what they say of
 * records is known without walking the log again; and flow control counts datagrams with it. One thread at a time.
 */
final class DatagramTable {
    private final long[] ends;
    private final long[] firstRecords;
    private final int mask;
    private long first;
    private long next;
    private long begin;

    /**
     * An empty table at position 0.
     *
     * @param capacity the most datagrams it holds, a power of two.
     */
    DatagramTable(final int capacity) {
        ends = new long[capacity];
        firstRecords = new long[capacity];
        mask = capacity - 1;
    }

    boolean isFull() {
        return next - first > mask;
    }

    boolean isEmpty() {
        return first == next;
    }

    /** The number of the oldest datagram kept; numbers count from 0 and never come again. */
    long first() {
        return first;
    }

    /** The number that the next datagram gets. */
    long next() {
        return next;
    }

    /** Where the oldest datagram kept begins; the sent position if none is. */
    long begin() {
        return begin;
    }

    /**
     * Adds the next datagram.
     *
     * @param end         the position behind it.
     * @param firstRecord the position of the first record that begins in it, or -1; a PAD's complement, see {@link #isPad}.
     */
    void add(final long end, final long firstRecord) {
        final int slot = (int)next & mask;
        ends[slot] = end;
        firstRecords[slot] = firstRecord;
        next++;
    }

    void addPad(final long end) {
        add(end, Long.MIN_VALUE);
    }

    boolean isPad(final long number) {
        return firstRecords[(int)number & mask] == Long.MIN_VALUE;
    }

    long start(final long number) {
        return number == first ? begin : ends[(int)(number - 1) & mask];
    }

    long end(final long number) {
        return ends[(int)number & mask];
    }

    /** The position of the first record that begins in the datagram, or -1. */
    long firstRecord(final long number) {
        return firstRecords[(int)number & mask];
    }

    /**
     * Forgets datagrams that end at or before a position.
     *
     * @param position up to which they may go.
     * @return the position that the oldest one kept begins at.
     */
    long forget(final long position) {
        long number = first;
        while (number < next && ends[(int)number & mask] <= position) {
            begin = ends[(int)number & mask];
            number++;
        }
        first = number;
        return begin;
    }

    /**
     * Finds the datagram that holds a position.
     *
     * @param position from {@link #begin()} on.
     * @return its number, or {@link #next()} if it has not been sent.
     */
    long find(final long position) {
        long low = first;
        long high = next;
        while (low < high) {
            final long middle = low + high >>> 1;
            if (ends[(int)middle & mask] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Like {@link #find}, for a position near to one found before: walks on from there.
     *
     * @param position that has been received.
     * @param from     a number found before for a position not behind this one.
     * @return the number of the first datagram that ends behind the position.
     */
    long findFrom(final long position, final long from) {
        long number = Math.max(from, first);
        while (number < next && ends[(int)number & mask] <= position) {
            number++;
        }
        return number;
    }
}
