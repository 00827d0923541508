/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.List;

import io.umcast.benchmarks.report.Sample;

/** A kind of measurement. */
interface Suite {
    /** As on the command line. */
    String name();

    /** Who is measured, in this order in each round; those that are references only in the first. */
    List<Contender> contenders();

    /** How many rounds it takes at most. */
    int rounds();

    /** Measures one contender once. */
    List<Sample> measure(Contender contender, int round);

    /** By which of two of a kind is better: the more the better. Not a number if it does not matter. */
    default double score(final List<Sample> samples) {
        return Double.NaN;
    }
}
