/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SpinWindowTest {
    private final SpinWindow window = new SpinWindow();
    private long nowNs = 1_000_000_000;

    /** Work comes that long after there was none. */
    private void workAfter(final long ns) {
        window.isOpen(nowNs);
        nowNs += ns;
        window.end(nowNs);
    }

    /** For how long it would spin now. */
    private long length() {
        long low = 0;
        long high = 2 * SpinWindow.MAX_NS;
        assertTrue(window.isOpen(nowNs));
        while (high - low > 1) { // the first instant at which it is shut
            final long middle = (low + high) / 2;
            if (window.isOpen(nowNs + middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    @Test
    void isShortAtFirst() {
        assertEquals(SpinWindow.MIN_NS, length());
    }

    @Test
    void growsWhileWorkComesSoonAfterItHasShut() {
        workAfter(100_000);
        workAfter(100_000);
        assertEquals(4 * SpinWindow.MIN_NS, length());
        window.end(nowNs);
        for (int i = 0; i < 20; i++) {
            workAfter(SpinWindow.MAX_NS - 1);
        }
        assertEquals(SpinWindow.MAX_NS, length());
    }

    @Test
    void staysAsItIsWhileWorkComesWithinIt() {
        workAfter(100_000);
        workAfter(10_000);
        assertEquals(2 * SpinWindow.MIN_NS, length());
    }

    @Test
    void shrinksToTheShortestWhileWorkIsRare() {
        for (int i = 0; i < 10; i++) {
            workAfter(100_000);
        }
        workAfter(SpinWindow.MAX_NS + 1);
        assertTrue(length() < SpinWindow.MAX_NS);
        window.end(nowNs);
        for (int i = 0; i < 10; i++) {
            workAfter(1_000_000_000);
        }
        assertEquals(SpinWindow.MIN_NS, length());
    }

    @Test
    void doesNotYieldForAWhileAfterAYieldThatTookLong() {
        workAfter(100_000);
        workAfter(100_000);
        assertTrue(window.isOpen(nowNs));
        assertFalse(window.isWary());
        nowNs += 3_000_000; // others had the core
        assertFalse(window.isOpen(nowNs));
        assertTrue(window.isWary());
        window.end(nowNs);
        workAfter(100_000);
        assertEquals(SpinWindow.MIN_NS, length());
        window.end(nowNs);
        nowNs += 100_000_000;
        assertTrue(window.isOpen(nowNs));
        assertFalse(window.isWary());
    }

    @Test
    void sleepingForLongIsNoYield() {
        assertTrue(window.isOpen(nowNs));
        assertFalse(window.isOpen(nowNs + SpinWindow.MIN_NS));
        assertFalse(window.isOpen(nowNs + 5_000_000));
        assertFalse(window.isWary());
    }

    @Test
    void beginsAnewAfterWork() {
        assertFalse(window.isIdle());
        assertTrue(window.isOpen(nowNs));
        assertTrue(window.isIdle());
        assertFalse(window.isOpen(nowNs + SpinWindow.MIN_NS));
        window.end(nowNs + SpinWindow.MIN_NS);
        assertFalse(window.isIdle());
        assertTrue(window.isOpen(nowNs + SpinWindow.MIN_NS));
    }
}
