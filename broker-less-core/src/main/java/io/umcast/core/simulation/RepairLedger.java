/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;

import io.umcast.core.wire.FrameHeader;
import io.umcast.core.wire.FrameType;

/** Keeps account of who lacks what since when, and of what it cost to bring it. Looks at the network alone, not into the engine. */
final class RepairLedger implements DatagramTap {
    private static final long UNNOTICED = Long.MAX_VALUE;

    /** Who lacks one datagram: for each receiver since when it can have noticed, or -1. */
    private static final class Lack {
        private final long[] sinceNs;
        private int count;

        Lack(final int receivers) {
            sinceNs = new long[receivers];
            Arrays.fill(sinceNs, -1);
        }
    }

    private final IdentityHashMap<MemoryTransport, Integer> receivers = new IdentityHashMap<>();
    /** For each receiver what it lacks since it last heard the publisher. */
    private final List<LongArrayList> unnoticed = new ArrayList<>();
    private final Long2ObjectHashMap<Lack> lacking = new Long2ObjectHashMap<>();
    /** The places of repairs under way of which it is not known yet whether anybody needs them. */
    private final IntHashSet undecided = new IntHashSet();
    private long[] timesNs = new long[1024];
    private int repaired;
    private long lost;
    private long losses;
    private long naks;
    private long confirms;
    private long repairs;
    private long unavoidable;

    void add(final MemoryTransport receiver) {
        receivers.put(receiver, receivers.size());
        unnoticed.add(new LongArrayList());
    }

    @Override
    public void onSent(final MemoryTransport sender, final DirectBuffer buffer, final int offset, final long nowNs) {
        undecided.remove(offset);
        switch (FrameHeader.type(buffer, offset)) {
            case FrameType.NAK -> naks++;
            case FrameType.CONFIRM -> confirms++;
            case FrameType.DATA, FrameType.PAD -> {
                if (isRepair(buffer, offset)) {
                    repairs++;
                    undecided.add(offset);
                }
            }
            default -> {
            }
        }
    }

    @Override
    public void onLostByAll(final DirectBuffer buffer, final int offset, final long dueNs) {
        if (isRange(buffer, offset)) {
            if (isRepair(buffer, offset)) {
                decide(lacking.get(FrameHeader.position(buffer, offset)), offset);
            } else {
                for (int i = 0; i < receivers.size(); i++) {
                    lose(i, buffer, offset);
                }
            }
        }
    }

    @Override
    public void onLost(final MemoryTransport receiver, final DirectBuffer buffer, final int offset, final long nowNs) {
        if (isRange(buffer, offset)) {
            final int number = receivers.get(receiver);
            if (isRepair(buffer, offset)) {
                final Lack lack = lacking.get(FrameHeader.position(buffer, offset));
                if (lack != null && lack.sinceNs[number] >= 0) {
                    decide(lack, offset);
                }
            } else {
                lose(number, buffer, offset);
            }
        }
    }

    @Override
    public void onReceived(final MemoryTransport receiver, final DirectBuffer buffer, final int offset, final long nowNs) {
        if (!isRange(buffer, offset) || !isRepair(buffer, offset)) {
            notice(receivers.getOrDefault(receiver, -1), nowNs);
            return;
        }
        final long position = FrameHeader.position(buffer, offset);
        final Lack lack = lacking.get(position);
        final int number = receivers.get(receiver);
        if (lack == null || lack.sinceNs[number] < 0) {
            return;
        }
        decide(lack, offset);
        if (repaired == timesNs.length) {
            timesNs = Arrays.copyOf(timesNs, repaired * 2);
        }
        timesNs[repaired++] = Math.max(0, nowNs - lack.sinceNs[number]);
        lack.sinceNs[number] = -1;
        if (--lack.count == 0) {
            lacking.remove(position);
        }
    }

    /** What comes behind a loss shows it. */
    private void notice(final int receiver, final long nowNs) {
        final LongArrayList positions = receiver < 0 ? null : unnoticed.get(receiver);
        if (positions == null || positions.isEmpty()) {
            return;
        }
        for (int i = 0; i < positions.size(); i++) {
            final Lack lack = lacking.get(positions.getLong(i));
            if (lack != null && lack.sinceNs[receiver] == UNNOTICED) {
                lack.sinceNs[receiver] = nowNs;
            }
        }
        positions.clear();
    }

    private void lose(final int receiver, final DirectBuffer buffer, final int offset) {
        final Lack lack = lack(buffer, offset);
        if (lack.sinceNs[receiver] < 0) {
            lack.sinceNs[receiver] = UNNOTICED;
            lack.count++;
            losses++;
            unnoticed.get(receiver).addLong(FrameHeader.position(buffer, offset));
        }
    }

    private void decide(final Lack lack, final int offset) {
        if (lack != null && undecided.remove(offset)) {
            unavoidable++;
        }
    }

    private Lack lack(final DirectBuffer buffer, final int offset) {
        final long position = FrameHeader.position(buffer, offset);
        Lack lack = lacking.get(position);
        if (lack == null) {
            lack = new Lack(receivers.size());
            lacking.put(position, lack);
            lost++;
        }
        return lack;
    }

    private static boolean isRange(final DirectBuffer buffer, final int offset) {
        final int type = FrameHeader.type(buffer, offset);
        return type == FrameType.DATA || type == FrameType.PAD;
    }

    private static boolean isRepair(final DirectBuffer buffer, final int offset) {
        return (FrameHeader.flags(buffer, offset) & FrameHeader.FLAG_REPAIR) != 0;
    }

    boolean isSettled() {
        return lacking.isEmpty();
    }

    RepairResult result(final RepairScenario scenario, final long backoffNs, final int incomplete) {
        final long[] sorted = Arrays.copyOf(timesNs, repaired);
        Arrays.sort(sorted);
        return new RepairResult(scenario, lost, losses, naks, confirms, repairs, unavoidable, quantile(sorted, 0.5),
            quantile(sorted, 0.99), quantile(sorted, 1), backoffNs, incomplete);
    }

    private static long quantile(final long[] sorted, final double share) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int)Math.ceil(share * sorted.length) - 1)];
    }
}
