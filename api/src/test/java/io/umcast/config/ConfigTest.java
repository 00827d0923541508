/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import io.umcast.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    @Test
    void anEmptyUriGivesTheDefaults() {
        final Config config = config("udp:");
        assertEquals(Scheme.UDP, config.scheme());
        assertEquals("udp:", config.uri());
        assertEquals("lo", config.get(Options.INTERFACE));
        assertEquals(16, config.get(Options.GROUPS));
        assertEquals(4 << 20, config.get(Options.LOG));
        assertFalse(config.isSet(Options.LOG));
    }

    @Test
    void readsAUri() {
        final Config config = config("verbs:interface=ib0&ps=ipoib&mtu=2k");
        assertEquals(Scheme.VERBS, config.scheme());
        assertEquals("ib0", config.get(Options.INTERFACE));
        assertEquals(PortSpace.IPOIB, config.get(Options.PORT_SPACE));
        assertEquals(2048, config.get(Options.MTU));
        assertTrue(config.isSet(Options.MTU));
    }

    @Test
    void resolvesEscapes() {
        assertEquals("a&b=c%d é", config("udp:name=a%26b%3Dc%25d%20%C3%A9").get(Options.NAME));
        assertEquals("/tmp/a", config("udp:counters=%2ftmp%2Fa").get(Options.COUNTERS));
        assertEquals("%", config("udp:name=%25").get(Options.NAME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "udp", "lo", "tcp:", "UDP:", ":", "udp:mtu", "udp:=8k", "udp:&", "udp:mtu=8k&", "udp:name=%",
        "udp:name=%2", "udp:name=%zz", "udp:name=%ff", "udp:mtu=8k&mtu=8k"})
    void refusesAUriOutsideTheGrammar(final String uri) {
        assertThrows(ConfigException.class, () -> config(uri));
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() {
        final ConfigException refusal = assertThrows(ConfigException.class, () -> config("udp:interfce=lo"));
        assertEquals("interfce", refusal.key());
        assertTrue(refusal.getMessage().contains("did you mean interface?"), refusal.getMessage());
    }

    @Test
    void aKeyOfAnotherSchemeIsRefused() {
        final ConfigException refusal = assertThrows(ConfigException.class, () -> config("udp:ps=ipoib"));
        assertEquals("ps=ipoib: does not apply to udp: connections", refusal.getMessage());
        assertThrows(ConfigException.class, () -> Config.resolve("udp:", properties("ps", "ipoib"), new Properties()));
        assertThrows(ConfigException.class, () -> config("udp:").with(Options.PORT_SPACE, "ipoib"));
    }

    @Test
    void theFirstPlaceThatHasAKeyWins(@TempDir final Path directory) throws IOException {
        final Path file = directory.resolve("umcast.properties");
        Files.writeString(file, "mtu=1k\nport=3\nttl=3\nname=é\nps=ipoib\n", StandardCharsets.UTF_8);
        final Properties system = properties("umcast.properties", file.toString());
        system.setProperty("umcast.mtu", "512");
        system.setProperty("umcast.port", "4");
        system.setProperty("umcast.ttl", "4");
        system.setProperty("umcast.domain", "4");
        system.setProperty("umcast.pkey", "4");
        system.setProperty("umcast.native.library", "anything");
        final Properties properties = properties("mtu", "2k");
        properties.setProperty("port", "2");
        final Config config = Config.resolve("udp:mtu=4k", properties, system);
        assertEquals(4096, config.get(Options.MTU));
        assertEquals(2, config.get(Options.PORT));
        assertEquals(3, config.get(Options.TTL));
        assertEquals(4, config.get(Options.DOMAIN));
        assertEquals("é", config.get(Options.NAME));
    }

    @Test
    void aRefusedValueTellsWhereItComesFrom() {
        final ConfigException system = assertThrows(ConfigException.class,
            () -> Config.resolve("udp:", new Properties(), properties("umcast.mtu", "7")));
        assertTrue(system.getMessage().endsWith("(from the system property umcast.mtu)"), system.getMessage());
        final ConfigException given = assertThrows(ConfigException.class,
            () -> Config.resolve("udp:", properties("mtu", "7"), new Properties()));
        assertTrue(given.getMessage().endsWith("(from the connection's properties)"), given.getMessage());
        final ConfigException typo = assertThrows(ConfigException.class,
            () -> Config.resolve("udp:", new Properties(), properties("umcast.mtv", "8k")));
        assertTrue(typo.getMessage().contains("did you mean mtu?"), typo.getMessage());
    }

    @Test
    void aPropertiesFileThatCannotBeReadIsRefused() {
        final ConfigException refusal = assertThrows(ConfigException.class,
            () -> Config.resolve("udp:", new Properties(), properties("umcast.properties", "/nowhere/to/be/found")));
        assertEquals("umcast.properties", refusal.key());
    }

    @Test
    void aGroupAloneIsTheOnlyOne() {
        assertEquals(1, config("udp:group=239.7.7.7").get(Options.GROUPS));
        assertEquals("1", config("udp:group=239.7.7.7").text(Options.GROUPS));
        assertEquals(4, config("udp:group=239.7.7.7&groups=4").get(Options.GROUPS));
        assertEquals(1, config("udp:").with(Options.GROUP, "239.7.7.7").get(Options.GROUPS));
    }

    @Test
    void withChangesOneOptionAndChecksAgain() {
        final Config config = config("udp:log=64k");
        final Config changed = config.with(Options.MTU, "4k");
        assertEquals(4096, changed.get(Options.MTU));
        assertEquals(64 << 10, changed.get(Options.LOG));
        assertFalse(config.isSet(Options.MTU));
        assertEquals("udp:log=64k&mtu=4k", changed.toString());
        assertThrows(ConfigException.class, () -> config.with(Options.MTU, "8k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image-timeout=200ms", "receiver-timeout=100ms", "loss-timeout=5ms", "nak-retry=200us",
        "nak-retry=5ms&repair-holdoff=5ms", "mtu=8k&log=64k", "window=511k", "window=519k&mtu=8k",
        "groups=65536&group=239.255.0.1", "groups=2&group=ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "source=fe80::1",
        "topics=a@ff15::1", "raw=on", "raw=on&group=239.7.7.7&topics=a@239.1.1.1", "group-size=2&fc=none",
        "poller=native&native=off", "poller-cpu=1"})
    void refusesOptionsThatContradictEachOther(final String options) {
        final ConfigException refusal = assertThrows(ConfigException.class, () -> config("udp:" + options));
        assertTrue(options.contains(refusal.key()), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"image-timeout=201ms", "mtu=4k&log=64k", "window=520k&mtu=8k", "groups=65536&group=239.255.0.0",
        "source=10.0.0.1", "group=ff15::1&topics=a@ff15::2&source=fe80::1", "raw=on&group=239.7.7.7", "raw=on&groups=1",
        "group-size=2", "poller=native&poller-cpu=1", "loss=0.05&duplicate=0.02&reorder=0.05&seed=1"})
    void acceptsOptionsThatAgree(final String options) {
        config("udp:" + options);
    }

    /** Each pair stands in the message: the one as its key and value, the other as a word of the rule. */
    @ParameterizedTest
    @CsvSource({"image-timeout=150ms,announce-interval", "image-timeout=1s&handler-bound=600ms&receiver-timeout=9s,handler-bound",
        "receiver-timeout=90ms,status-interval", "receiver-timeout=1s&handler-bound=600ms,handler-bound",
        "loss-timeout=4ms,nak-retry", "loss-timeout=10ms&heartbeat=20ms,heartbeat", "topic-timeout=4ms,nak-retry",
        "nak-retry=150us,nak-backoff", "nak-retry=400us,repair-holdoff", "heartbeat=200ms,announce-interval",
        "slow-timeout=90ms&slow-receiver=drop,status-interval", "slow-timeout=2s,slow-receiver", "lag-credit=1s,fc", "slow-receiver=drop&fc=none,fc",
        "group-size=2&fc=max,fc", "group-size=2&unconnected=send,unconnected", "burst=1ms,rate"})
    void namesBothOfTwoOptionsThatDoNotGoTogether(final String options, final String other) {
        final String refused = options.substring(0, options.indexOf('='));
        final String text = assertThrows(ConfigException.class, () -> config("udp:" + options)).getMessage();
        assertTrue(text.startsWith(refused + "=") && text.contains(other), text);
    }

    @Test
    void verbsNeedTheNativeLibrary() {
        assertThrows(ConfigException.class, () -> config("verbs:native=off"));
    }

    @Test
    void queuePairsHearSourcesApartInTheIpoibPortSpaceAlone() {
        config("verbs:ps=ipoib&source=10.9.0.1,10.9.0.2");
        assertTrue(assertThrows(ConfigException.class, () -> config("verbs:source=10.9.0.1")).getMessage().contains("ps=ipoib"));
    }

    private static Config config(final String uri) {
        return Config.resolve(uri, new Properties(), new Properties());
    }

    private static Properties properties(final String key, final String value) {
        final Properties properties = new Properties();
        properties.setProperty(key, value);
        return properties;
    }
}
