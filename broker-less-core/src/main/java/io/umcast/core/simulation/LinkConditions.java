/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

/**
 * What happens to datagrams on their way to a receiver. Start from {@link #PERFECT} and change what differs.
 *
 * @param latencyNs      time under way, in ns.
 * @param jitterNs       up to so much more, at random, in ns; datagrams overtake each other then.
 * @param loss           share of datagrams that do not come, 0 to 1; each receiver's own.
 * @param duplicate      share of datagrams that come twice, 0 to 1.
 * @param reorder        share of datagrams that come later by {@code reorderDelayNs}, 0 to 1.
 * @param reorderDelayNs how much later these come, in ns.
 */
public record LinkConditions(long latencyNs, long jitterNs, double loss, double duplicate, double reorder, long reorderDelayNs) {
    /** Everything comes, once, in order and at once. */
    public static final LinkConditions PERFECT = new LinkConditions(0, 0, 0, 0, 0, 0);

    /** Checks the ranges. */
    public LinkConditions {
        if (latencyNs < 0 || jitterNs < 0 || reorderDelayNs < 0) {
            throw new IllegalArgumentException("times are 0 or more");
        }
        share("loss", loss);
        share("duplicate", duplicate);
        share("reorder", reorder);
    }

    /**
     * The same with other times under way.
     *
     * @param latency see {@link #latencyNs()}.
     * @param jitter  see {@link #jitterNs()}.
     * @return new conditions.
     */
    public LinkConditions withLatency(final long latency, final long jitter) {
        return new LinkConditions(latency, jitter, loss, duplicate, reorder, reorderDelayNs);
    }

    /**
     * The same with another loss.
     *
     * @param share see {@link #loss()}.
     * @return new conditions.
     */
    public LinkConditions withLoss(final double share) {
        return new LinkConditions(latencyNs, jitterNs, share, duplicate, reorder, reorderDelayNs);
    }

    /**
     * The same with other duplication.
     *
     * @param share see {@link #duplicate()}.
     * @return new conditions.
     */
    public LinkConditions withDuplicate(final double share) {
        return new LinkConditions(latencyNs, jitterNs, loss, share, reorder, reorderDelayNs);
    }

    /**
     * The same with other reordering.
     *
     * @param share   see {@link #reorder()}.
     * @param delayNs see {@link #reorderDelayNs()}.
     * @return new conditions.
     */
    public LinkConditions withReorder(final double share, final long delayNs) {
        return new LinkConditions(latencyNs, jitterNs, loss, duplicate, share, delayNs);
    }

    private static void share(final String name, final double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + " is not within 0 to 1");
        }
    }
}
