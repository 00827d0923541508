/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void isTheMedianWithLeastAndMost() {
        assertEquals(new Spread(3, 1, 9, 5), Spread.of(9, 3, 1, 4, 2));
        assertEquals("3.00 (1.00 to 9.00)", Spread.of(9, 3, 1, 4, 2).text());
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        assertEquals(new Spread(2, 2, 2, 1), Spread.of(Double.NaN, 2));
        assertFalse(Spread.of(Double.NaN).isMeasured());
        assertEquals("-", Spread.of().text());
    }

    @Test
    void ofOneRoundHasNoBrackets() {
        assertEquals("20.5", Spread.of(20.5).text());
    }

    @Test
    void writesAboutThreeDigits() {
        assertEquals("0.12", Spread.number(0.1234));
        assertEquals("12.3", Spread.number(12.34));
        assertEquals("123", Spread.number(123.4));
        assertEquals("1,234,567", Spread.number(1_234_567.2));
    }

    @Test
    void changesItsUnit() {
        assertEquals(new Spread(3000, 1000, 9000, 3), Spread.of(1, 3, 9).times(1000));
    }
}
