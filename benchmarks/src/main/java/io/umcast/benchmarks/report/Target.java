/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.Locale;
import java.util.function.Function;

/**
 * What is to be reached.
 *
 * @param what     is measured.
 * @param against  what it is compared with.
 * @param atLeast  whether more is better.
 * @param bound    the value to reach.
 * @param measured how it comes out of results.
 */
public record Target(String what, String against, boolean atLeast, double bound, Function<Results, Spread> measured) {
    /**
     * The bound as text.
     *
     * @return such as {@code ≥ 4}.
     */
    public String aim() {
        return (atLeast ? "≥ " : "≤ ") + String.format(Locale.ROOT, bound > 0 && bound < 0.01 ? "%.3f" : "%.2f", bound);
    }

    /**
     * Whether results reach it.
     *
     * @param results of a run.
     * @return yes or no by the median; a dash if it was not measured.
     */
    public String verdict(final Results results) {
        final Spread spread = measured.apply(results);
        if (!spread.isMeasured()) {
            return "-";
        }
        return (atLeast ? spread.median() >= bound : spread.median() <= bound) ? "yes" : "no";
    }
}
