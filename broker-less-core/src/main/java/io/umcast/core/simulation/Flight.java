/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

/** A datagram under way, to one endpoint or to all members of a group. Kept and used again. */
final class Flight implements Comparable<Flight> {
    private long arrivalNs;
    private long sequence;
    private int datagram;
    private MemoryTransport receiver;
    private MemoryGroup group;
    private LinkConditions conditions;

    Flight set(final long arrival, final long number, final int what, final MemoryTransport to, final MemoryGroup toGroup,
        final LinkConditions faults) {
        arrivalNs = arrival;
        sequence = number;
        datagram = what;
        receiver = to;
        group = toGroup;
        conditions = faults;
        return this;
    }

    void clear() {
        receiver = null;
        group = null;
        conditions = null;
    }

    long arrivalNs() {
        return arrivalNs;
    }

    int datagram() {
        return datagram;
    }

    /** The only receiver, or null: all of the group that have no conditions of their own. */
    MemoryTransport receiver() {
        return receiver;
    }

    /** The group it was sent to, or null for a unicast. */
    MemoryGroup group() {
        return group;
    }

    /** What may still happen to it. */
    LinkConditions conditions() {
        return conditions;
    }

    @Override
    public int compareTo(final Flight other) {
        final int byTime = Long.compare(arrivalNs, other.arrivalNs);
        return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
}
