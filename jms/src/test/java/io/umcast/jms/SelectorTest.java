/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import jakarta.jms.InvalidSelectorException;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.impl.SelectorParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.umcast.core.message.MessageEncoder;
import io.umcast.core.message.MessageView;

/** Selectors look at messages in place, and say what the library says of boxed values. */
final class SelectorTest {
    private static final String[] NUMBERS = {"i", "l", "f", "d"};
    private static final String[] ALL = {"i", "l", "f", "d", "s", "t", "b", "none"};
    private static final String[] TEXTS = {"s", "t", "none", "i"};
    private static final String[] OPERATORS = {"=", "<>", "<", "<=", ">", ">="};
    private static final String[] LITERALS = {"0", "1", "-1", "42", "3000000000", "1.5", "-0.5", "1e3", "0x10"};
    private static final String[] WORDS = {"'IBM'", "'IBN'", "''", "'it''s'", "'\u00e9\u20ac\ud83d\ude00'"};
    private static final String[] PATTERNS = {"'I%'", "'%M'", "'I_M'", "'%'", "'_'", "'\u00e9%'"};

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(4096));
    private final MessageEncoder encoder = new MessageEncoder(1);
    private final MessageView view = new MessageView();

    private MessageView message(final Map<String, Object> properties) {
        encoder.clear();
        properties.forEach(encoder::property);
        final int length = encoder.encodedLength();
        encoder.encode(memory, 0, length);
        return view.wrap(memory, 0, length);
    }

    /** What the library says by itself. */
    private static boolean byLibrary(final String text, final Map<String, Object> properties) {
        try {
            final SelectorProperties values = name -> properties.get(name.toString());
            return SelectorParser.parse(text).matches(values);
        } catch (final FilterException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String any(final Random random, final String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String number(final Random random, final int depth) {
        return switch (random.nextInt(depth > 1 ? 2 : 5)) {
            case 2 -> "(" + number(random, depth + 1) + " " + any(random, "+", "-", "*", "/") + " " + any(random, LITERALS) + ")";
            case 3 -> "-" + any(random, NUMBERS);
            default -> any(random, NUMBERS);
        };
    }

    private static String condition(final Random random, final int depth) {
        final String not = any(random, "", "NOT ");
        return switch (random.nextInt(depth > 2 ? 8 : 11)) {
            case 0 -> any(random, ALL) + " " + any(random, OPERATORS) + " " + any(random, LITERALS);
            case 1 -> any(random, ALL) + any(random, " = ", " <> ") + any(random, WORDS);
            case 2 -> any(random, ALL) + " IS " + not + "NULL";
            case 3 -> any(random, NUMBERS) + " " + not + "BETWEEN " + any(random, LITERALS) + " AND " + any(random, LITERALS);
            case 4 -> any(random, TEXTS) + " " + not + "IN (" + any(random, WORDS) + ", " + any(random, WORDS) + ")";
            case 5 -> any(random, TEXTS) + " " + not + "LIKE " + any(random, PATTERNS);
            case 6 -> number(random, 0) + " " + any(random, OPERATORS) + " " + any(random, LITERALS);
            case 7 -> any(random, "b", "b = TRUE", "b <> FALSE", "none", "TRUE", "FALSE");
            case 8 -> "NOT (" + condition(random, depth + 1) + ")";
            default -> {
                final String operator = any(random, " AND ", " OR ");
                final StringBuilder joined = new StringBuilder("(").append(condition(random, depth + 1));
                for (int i = random.nextInt(3); i >= 0; i--) {
                    joined.append(operator).append(condition(random, depth + 1));
                }
                yield joined.append(')').toString();
            }
        };
    }

    private static Map<String, Object> properties(final Random random) {
        final Map<String, Object> properties = new HashMap<>();
        final double[] decimals = {0, -0.0, 1, 1.5, -0.5, 42, 3e9, Double.NaN};
        final int[] whole = {0, 1, -1, 42, 16, 1000, Integer.MIN_VALUE};
        final String[] texts = {"IBM", "IBN", "", "it's", "I", "\u00e9\u20ac\ud83d\ude00", "M".repeat(100), "x" + random.nextInt(1000)};
        final Map<String, Object> all = Map.of("i", whole[random.nextInt(whole.length)], "l", 3_000_000_000L * random.nextInt(2),
            "f", (float)decimals[random.nextInt(decimals.length)], "d", decimals[random.nextInt(decimals.length)],
            "s", any(random, texts), "t", any(random, texts), "b", random.nextBoolean());
        all.forEach((name, value) -> {
            if (random.nextInt(5) > 0) {
                properties.put(name, value);
            }
        });
        return properties;
    }

    @Test
    void selectorsSayInPlaceWhatTheLibrarySaysOfBoxedValues() throws InvalidSelectorException {
        final long seed = 20261121;
        final Random random = new Random(seed);
        int matched = 0;
        for (int i = 0; i < 3_000; i++) {
            final String text = condition(random, 0);
            final Selector selector = Selector.of(text);
            for (int k = 0; k < 10; k++) {
                final Map<String, Object> properties = properties(random);
                final boolean expected = byLibrary(text, properties);
                matched += expected ? 1 : 0;
                assertEquals(expected, selector.matches(message(properties)), () -> "seed " + seed + ": " + text + " of " + properties);
            }
        }
        assertTrue(matched > 5_000 && matched < 25_000, "hardly a test: " + matched + " of 30000 matched");
    }

    @Test
    void numbersOfAllWidthsCompareOnEitherSide() throws InvalidSelectorException {
        final Map<String, Object> properties = Map.of("byte", (byte)5, "short", (short)5, "int", 5, "long", 5L, "float", 5f, "double", 5d);
        final List<String> names = new ArrayList<>(properties.keySet());
        for (final String left : names) {
            for (final String right : names) {
                assertTrue(Selector.of(left + " = " + right).matches(message(properties)), left + " = " + right);
                assertFalse(Selector.of(left + " < " + right).matches(message(properties)), left + " < " + right);
                assertTrue(Selector.of("-" + left + " < " + right + " + 1").matches(message(properties)), left + ", " + right);
            }
        }
    }

    @Test
    void aComparisonWithWhatIsMissingIsNeitherTrueNorFalse() throws InvalidSelectorException {
        for (final String text : List.of("none = 1", "NOT (none = 1)", "1 = none", "NOT (1 = none)", "none <> 'x'", "none = nothing",
            "NOT (none LIKE 'x')", "none NOT IN ('x')", "NOT (none + 1 > 0)", "NOT none", "-none < 5")) {
            assertFalse(Selector.of(text).matches(message(Map.of("x", 1))), text);
        }
    }

    @Test
    void textsOfTwoPropertiesAreCompared() throws InvalidSelectorException {
        final Map<String, Object> properties = Map.of("a", "IBM", "b", "IBM", "c", "IBN", "n", 1);
        assertTrue(Selector.of("a = b AND a <> c AND 'IBM' = a").matches(message(properties)));
        assertFalse(Selector.of("a = c OR a = n OR n = a").matches(message(properties)));
    }

    @Test
    void headersAreChosenByInPlace() throws InvalidSelectorException {
        encoder.clear().type("order").correlationId("c-1").timestamp(1_000).priority(7).persistent(true).sequence(3);
        final int length = encoder.encodedLength();
        encoder.encode(memory, 0, length);
        view.wrap(memory, 0, length);
        for (final String text : List.of("JMSType = 'order'", "JMSType LIKE 'ord%' AND JMSType IN ('order', 'x')", "JMSCorrelationID = 'c-1'",
            "JMSPriority > 6 AND JMSPriority < 8", "JMSTimestamp = 1000", "JMSDeliveryMode = 'PERSISTENT' AND JMSDeliveryMode LIKE 'P%'",
            "JMSMessageID = 'ID:1-3'")) {
            assertTrue(Selector.of(text).matches(view), text);
            assertFalse(Selector.of("NOT (" + text + ")").matches(view), text);
        }
    }

    @Test
    void whatCannotBeComparedDoesNotMatch() throws InvalidSelectorException {
        final Map<String, Object> properties = Map.of("bytes", new byte[] {1}, "text", "x", "truth", true);
        for (final String text : List.of("bytes > 1", "bytes = 'x'", "text * 2 > 1", "truth + 1 > 0", "text > 1", "truth")) {
            assertEquals("truth".equals(text), Selector.of(text).matches(message(properties)), text);
        }
    }

    @Test
    void moreTextsThanAreKeptAreToldApart() throws InvalidSelectorException {
        final Selector like = Selector.of("s LIKE '%7'");
        for (int i = 0; i < 10_000; i++) {
            assertEquals(i % 10 == 7, like.matches(message(Map.of("s", "text " + i % 500))), () -> like.text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id > 41", "symbol = 'IBM' AND price BETWEEN 1 AND 2", "symbol IN ('A', 'IBM') AND symbol LIKE 'I%'",
        "live AND NOT (id = 7) AND price * 2 + 1 > -id", "JMSPriority > 3 AND JMSType = 'x' OR symbol IS NOT NULL",
        "symbol <> 'A' AND id <> 7 AND live = TRUE AND price / 2 < 100"})
    void noMessageMakesGarbage(final String text) throws InvalidSelectorException {
        final int messages = 20_000;
        final Selector selector = Selector.of(text);
        message(Map.of("id", 1_000_042L, "price", 1.5, "symbol", "IBM", "live", true));
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long allocated = -1;
        // one round without is proof: what allocates per message does so in each
        for (int round = 0; allocated != 0 && round < 100; round++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < messages; i++) {
                if (!selector.matches(view)) {
                    throw new AssertionError(text);
                }
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertEquals(0, allocated, "bytes allocated for " + messages + " messages");
    }
}
