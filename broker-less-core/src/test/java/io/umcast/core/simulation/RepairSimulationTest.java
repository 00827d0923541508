/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What repair costs and how long it takes, of the engine itself in a simulated network. */
final class RepairSimulationTest {
    @ParameterizedTest
    @CsvSource({"1, 0.01, false, 20000", "10, 0.01, false, 5000", "10, 0.1, true, 2000",
        "100, 0.01, false, 2000", "100, 0.05, true, 2000", "1000, 0.01, false, 200"})
    void repairsSoonAndSendsHardlyMoreThanMustBe(final int receivers, final double loss, final boolean shared, final int datagrams) {
        final RepairResult result = RepairSimulation.run(RepairScenario.of(receivers, loss, shared, datagrams));
        assertEquals(0, result.incomplete(), result::toString);
        assertTrue(result.lost() > 0, result::toString);
        assertTrue(result.p99Ns() < result.aimNs(), result::toString);
        assertTrue(result.repairsPerUnavoidable() < 1.2, result::toString);
    }

    @Test
    void aThousandReceiversTellACommonLossFiveTimesAtMost() {
        final RepairResult result = RepairSimulation.run(RepairScenario.of(1_000, 0.05, true, 400));
        assertEquals(0, result.incomplete(), result::toString);
        assertEquals(1_000 * result.lost(), result.losses(), result::toString);
        assertTrue(result.lost() > 10, result::toString);
        assertTrue(result.naksPerLost() <= 5, result::toString);
        assertTrue(result.p99Ns() < result.aimNs(), result::toString);
        assertTrue(result.repairsPerUnavoidable() < 1.2, result::toString);
    }

    @Test
    void withoutLossNothingIsToldNorRepeated() {
        final RepairResult result = RepairSimulation.run(RepairScenario.of(10, 0, false, 2_000));
        assertEquals(new RepairResult(result.scenario(), 0, 0, 0, 0, 0, 0, 0, 0, 0, result.backoffNs(), 0), result);
    }

    @Test
    void theSameSeedRunsTheSame() {
        final RepairScenario scenario = RepairScenario.of(20, 0.05, false, 500).withSeed(42);
        assertEquals(RepairSimulation.run(scenario), RepairSimulation.run(scenario));
    }
}
