/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.umcast.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTest {
    @Test
    void readsSizesWithTheirSuffixes() {
        assertEquals(4096, Options.RCVBUF.parse("4096"));
        assertEquals(8 << 10, Options.RCVBUF.parse("8k"));
        assertEquals(4 << 20, Options.RCVBUF.parse("4M"));
        assertEquals(1 << 30, Options.LOG.parse("1g"));
        assertEquals(100L << 30, Options.RATE.parse("100g"));
    }

    @Test
    void readsDurationsAsNanoseconds() {
        assertEquals(10_000_000L, Options.LINGER.parse("10ms"));
        assertEquals(200_000L, Options.NAK_BACKOFF.parse("200us"));
        assertEquals(5_000_000_000L, Options.LINGER.parse("5s"));
        assertEquals(750L, Options.NAK_BACKOFF.parse("750ns"));
        assertEquals(120_000_000_000L, Options.LINGER.parse("2m"));
        assertEquals(3_600_000_000_000L, Options.LINGER.parse("1h"));
        assertEquals(0L, Options.LINGER.parse("0"));
    }

    @Test
    void readsTheOtherTypes() throws Exception {
        assertEquals(true, Options.RAW.parse("on"));
        assertEquals(false, Options.RAW.parse("off"));
        assertEquals(FlowControl.MAX, Options.FLOW_CONTROL.parse("max"));
        assertEquals(-1, Options.DOMAIN.parse("4294967295"));
        assertEquals(0xCAFE, Options.DOMAIN.parse("0xcafe"));
        assertEquals(0x8001, Options.PKEY.parse("0x8001"));
        assertEquals(-7L, Options.SEED.parse("-7"));
        assertEquals(0.05, Options.LOSS.parse("0.05"));
        assertEquals(List.of(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("fe80::1")),
            Options.SOURCE.parse("10.0.0.1,fe80::1"));
        assertEquals(List.of(), Options.SOURCE.parse(""));
    }

    @Test
    void roundsTheMtuDownToEightBytes() {
        assertEquals(1472, Options.MTU.parse("1472"));
        assertEquals(1496, Options.MTU.parse("1500"));
        assertEquals(Options.AUTO_NUMBER, Options.MTU.parse("auto"));
    }

    @Test
    void readsATopicTableWithAnyTopicName() throws Exception {
        assertEquals(Map.of("prices.EURUSD", InetAddress.getByName("239.7.7.7"), "orders", InetAddress.getByName("ff15::7"),
            "a@b,c\\d:e", InetAddress.getByName("239.7.7.8")),
            Options.TOPICS.parse("prices.EURUSD@239.7.7.7,orders@ff15::7,a@b\\,c\\\\d:e@239.7.7.8"));
        assertEquals(Map.of(), Options.TOPICS.parse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "@239.7.7.7", "orders@", "orders@10.0.0.1", "orders@host", "a@239.1.1.1,",
        "a@239.1.1.1\\", "a@239.1.1.1,a@239.1.1.2", "a b@239.1.1.1"})
    void refusesATopicTableThatIsNone(final String text) {
        assertThrows(ConfigException.class, () -> Options.TOPICS.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"log, 3m", "log, 32k", "log, 2g", "log, ''", "log, 4x", "log, -4m", "mtu, 255", "mtu, 64k", "mtu, Auto",
        "port, 0", "port, 65536", "port, +x", "ttl, 256", "linger, 5", "linger, 5 s", "linger, 2h",
        "linger, 99999999999999999999s", "log, 9999999999999999999g", "raw, yes", "raw, ON", "fc, MIN", "fc, some",
        "loss, 1.1", "loss, -0.1", "loss, NaN", "loss, x", "group, 10.0.0.1", "group, localhost", "group, 239.1.2",
        "group, 239.1.2.256", "group, 1::2::3", "source, 239.1.1.1", "source, 0.0.0.0", "source, a.example", "pkey, 0",
        "pkey, 0x10000", "domain, -1", "domain, 4294967296", "slots, 100", "retain, 0.8", "poller-cpu, -2"})
    void refusesAValueAndNamesKeyValueAndRule(final String key, final String text) {
        final Option<?> option = Options.find(key);
        final ConfigException refusal = assertThrows(ConfigException.class, () -> option.parse(text));
        assertEquals(key, refusal.key());
        assertEquals(text, refusal.value());
        assertTrue(refusal.getMessage().startsWith(key + "=" + text + ": must be "), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(option.rule()), refusal.getMessage());
    }

    @Test
    void refusesANameBeyondItsBytes() {
        assertEquals("x".repeat(64), Options.NAME.parse("x".repeat(64)));
        assertThrows(ConfigException.class, () -> Options.NAME.parse("é".repeat(33)));
        assertThrows(ConfigException.class, () -> Options.NAME.parse("a\nb"));
    }

    @Test
    void everyDefaultKeepsItsOwnRule() {
        for (final Option<?> option : Options.all()) {
            option.parse(option.defaultText());
        }
    }

    @Test
    void everyOptionIsDeclaredOnceAndFoundByItsKey() {
        final Set<String> keys = new HashSet<>();
        for (final Option<?> option : Options.all()) {
            assertTrue(option.key().matches("[a-z]+(-[a-z]+)*"), option.key());
            assertTrue(keys.add(option.key()), option.key());
            assertEquals(option, Options.find(option.key()));
            assertTrue(option.doc().endsWith("."), option.key());
        }
        assertEquals(null, Options.find("properties")); // umcast.properties names the file
    }

    /** Whatever the text is: a value within the rule, or a ConfigException; never anything else. */
    @Test
    void noTextMakesAnOptionThrowAnythingElse() {
        final Random random = new Random(1);
        final String alphabet = "0123456789-+.,:@%x\\kmgnsuhautonffé /ABCDEF";
        for (int i = 0; i < 200_000; i++) {
            final Option<?> option = Options.all().get(random.nextInt(Options.all().size()));
            final StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                option.parse(text.toString());
            } catch (final ConfigException e) {
                assertEquals(option.key(), e.key());
            }
        }
    }
}
