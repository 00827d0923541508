/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** What suits a session's thread when there is nothing to do; any of Agrona's will do as well. */
public final class IdleStrategies {
    private static final long SPINS = 100;
    private static final long YIELDS = 10;
    private static final long MIN_PARK_NS = 1_000;
    /** Agrona's own stops at a millisecond, which by itself costs 3 % of a core where waking up is dear, as in virtual machines. */
    private static final long MAX_PARK_NS = 4_000_000;

    private IdleStrategies() {
    }

    /**
     * Spins, yields, then sleeps longer and longer, up to 4 ms: a session that has long been idle takes about a hundredth of a core, and
     * hears the next message up to 4 ms late.
     *
     * @return a new strategy, for one thread.
     */
    public static IdleStrategy backoff() {
        return new BackoffIdleStrategy(SPINS, YIELDS, MIN_PARK_NS, MAX_PARK_NS);
    }
}
