/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {
    @ParameterizedTest
    @CsvSource({"prices.*, prices.EURUSD", "prices.>, prices.EURUSD", "prices.>, prices.spot.EURUSD", ">, a", ">, a.b.c", "*, a",
        "*.EURUSD, prices.EURUSD", "a.*.c, a.b.c", "a.*.>, a.b.c", "a.b, a.b", "a.*, a.", "a.*.c, a..c", "a.>, a.", "p+.*, p+.x",
        "a.[b].*, a.[b].c"})
    void matches(final String pattern, final String topic) {
        assertTrue(TopicPattern.of(pattern).matches(Topic.of(topic)));
    }

    @ParameterizedTest
    @CsvSource({"prices.*, prices", "prices.*, prices.spot.EURUSD", "prices.*, pricesX.EURUSD", "prices.>, prices", "*, a.b",
        "*.EURUSD, prices.EURUSDX", "a.*.c, a.b.d", "a.*.c, a.b.c.d", "a.*.c, a.c", "a.b, a.b.c", "a.b, a", "a.*, b.c", "p.*, pp.x"})
    void doesNotMatch(final String pattern, final String topic) {
        assertFalse(TopicPattern.of(pattern).matches(Topic.of(topic)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "pri*", "prices.E*", "a.>.b", ">.a", "a>", "**", "a.\u0001"})
    void refusesWhatIsNoPattern(final String text) {
        assertEquals("pattern", assertThrows(ConfigException.class, () -> TopicPattern.of(text)).key());
    }

    @Test
    void isAValue() {
        assertEquals(TopicPattern.of("a.b"), TopicPattern.of(Topic.of("a.b")));
        assertEquals(TopicPattern.of("a.b").hashCode(), TopicPattern.of(Topic.of("a.b")).hashCode());
        assertNotEquals(TopicPattern.of("a.*"), TopicPattern.of("a.>"));
        assertTrue(TopicPattern.of("a.b").isLiteral());
        assertFalse(TopicPattern.of("a.*").isLiteral());
        assertEquals("a.*", TopicPattern.of("a.*").toString());
    }
}
