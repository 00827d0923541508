/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PauseTest {
    private static final long TIMEOUT_NS = 1_000;

    @Test
    void aQuarterOfTheTimeoutCounts() {
        assertEquals(0, Pause.forgiven(10, TIMEOUT_NS));
        assertEquals(0, Pause.forgiven(250, TIMEOUT_NS));
        assertEquals(1, Pause.forgiven(251, TIMEOUT_NS));
        assertEquals(9_750, Pause.forgiven(10_000, TIMEOUT_NS));
    }

    @Test
    void whoWasHeardJustBeforeAPauseHasThreeQuartersOfTheTimeoutLeft() {
        final long heardNs = 5_000;
        final long nowNs = heardNs + 100_000;
        assertEquals(nowNs - TIMEOUT_NS / 4, Pause.moved(heardNs, nowNs - heardNs, TIMEOUT_NS, nowNs));
    }

    @Test
    void noInstantIsMovedIntoTheFuture() {
        assertEquals(7_000, Pause.moved(6_900, 2_000, TIMEOUT_NS, 7_000));
    }
}
