/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ControlSideTest {
    private static final long BOUND_NS = 10_000_000;
    private static final long UNSEEN_NS = 40_000_000;

    private static long standInNs(final long sinceNs) {
        return ControlSide.standInNs(sinceNs, BOUND_NS, UNSEEN_NS);
    }

    @Test
    void oneThatSleepsIsLookedAfterEachBoundHoweverLongItMeansToSleep() {
        assertEquals(BOUND_NS, standInNs(-1));
        assertEquals(BOUND_NS, standInNs(-200_000_000));
    }

    @Test
    void oneThatHasJustBegunACycleIsLeftAlone() {
        assertEquals(UNSEEN_NS, standInNs(0));
        assertEquals(UNSEEN_NS, standInNs(999_999));
    }

    @Test
    void oneThatMayBeStuckIsStoodInForAfterTheBound() {
        assertEquals(9_000_000, standInNs(1_000_000));
        assertEquals(1, standInNs(BOUND_NS - 1));
        assertEquals(0, standInNs(BOUND_NS));
    }
}
