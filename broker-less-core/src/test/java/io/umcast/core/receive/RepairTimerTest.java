/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RepairTimerTest {
    private static final long MAX_NS = 5_000_000;

    private final RepairTimer timer = new RepairTimer(MAX_NS, 100);

    @Test
    void beginsWithTheLongestInterval() {
        assertEquals(MAX_NS, timer.intervalNs(1));
    }

    @Test
    void settlesALittleAboveWhatRepairsTake() {
        for (int i = 0; i < 50; i++) {
            timer.onRepair(100_000);
        }
        assertEquals(125_000, timer.intervalNs(1));
        assertEquals(125_000, timer.intervalNs(2));
        assertEquals(250_000, timer.intervalNs(3));
    }

    @Test
    void isTwiceAsPatientWithQuickRepetitionsInASmallGroup() {
        final RepairTimer small = new RepairTimer(MAX_NS, 16);
        for (int i = 0; i < 50; i++) {
            small.onRepair(100_000);
        }
        assertEquals(125_000, small.intervalNs(4));
        assertEquals(250_000, small.intervalNs(5));
        assertTrue(small.isQuick(4) && !small.isQuick(5));
        assertTrue(timer.isQuick(2) && !timer.isQuick(3));
    }

    @Test
    void waitsForFewerDeviationsInASmallGroup() {
        final RepairTimer small = new RepairTimer(MAX_NS, 16);
        for (int i = 0; i < 200; i++) {
            small.onRepair(i % 2 == 0 ? 50_000 : 150_000);
            timer.onRepair(i % 2 == 0 ? 50_000 : 150_000);
        }
        assertTrue(small.intervalNs(1) < timer.intervalNs(1) && small.intervalNs(1) > 150_000, "interval " + small.intervalNs(1));
    }

    @Test
    void leavesRoomForTimesThatVary() {
        for (int i = 0; i < 200; i++) {
            timer.onRepair(i % 2 == 0 ? 50_000 : 150_000);
        }
        assertTrue(timer.intervalNs(1) > 200_000, "interval " + timer.intervalNs(1));
    }

    @Test
    void neverExceedsItsBoundsNorBelievesInTimeThatGoesBack() {
        timer.onRepair(10 * MAX_NS);
        assertEquals(MAX_NS, timer.intervalNs(1));
        timer.onRepair(-1);
        assertEquals(MAX_NS, timer.intervalNs(1));
        assertEquals(16 * MAX_NS, timer.intervalNs(100));
        final RepairTimer fast = new RepairTimer(MAX_NS, 100);
        fast.onRepair(1);
        assertEquals(20_000, fast.intervalNs(1));
    }
}
