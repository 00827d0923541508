/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What repair costs and how long it takes, of the engine itself in a simulated network. */
final class RepairSimulationTest {
    @ParameterizedTest
    @CsvSource({"1, 0.01, false, 20000", "1, 0.1, false, 5000", "10, 0.05, false, 5000", "10, 0.01, true, 10000",
        "100, 0.05, false, 2000", "100, 0.05, true, 3000", "1000, 0.01, false, 800", "1000, 0.1, true, 800"})
    void staysWithinTheAims(final int receivers, final double loss, final boolean shared, final int datagrams) {
        final RepairResult result = RepairSimulation.run(RepairScenario.of(receivers, loss, shared, datagrams));
        System.err.println(result + " naks/lost=" + result.naksPerLost() + " ratio=" + result.repairsPerUnavoidable() + " aim=" + result.aimNs());
        assertEquals(0, result.incomplete());
    }
}
