/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static void assertRefused(final int status, final String message, final Run run) {
        assertEquals(status, run.status(), run::toString);
        assertTrue(run.err().startsWith("umcast: ") && run.err().contains(message), run::toString);
        assertFalse(run.err().contains("\tat "), run::toString);
        assertEquals("", run.out());
    }

    @Test
    void listsAllCommandsInItsHelp() {
        final Run help = Run.umcast("--help");
        assertEquals(0, help.status());
        for (final String command : Set.of("demo", "pub", "sub", "ping", "pong", "flood", "drain", "topics", "mgid", "stat", "membership",
            "doctor", "help")) {
            assertTrue(help.out().contains("\n  " + command + " "), command);
        }
        assertFalse(help.out().contains("demo-"), "the demo's parts are its own business");
        assertEquals(help.out(), Run.umcast("help").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "pub", "sub", "ping", "pong", "flood", "drain", "topics", "mgid", "stat", "membership"})
    void givesExamplesInEachHelp(final String command) {
        final Run help = Run.umcast(command, "--help");
        assertEquals(0, help.status());
        final boolean shown = help.out().contains("\n  umcast " + command) || help.out().contains("| umcast " + command);
        assertTrue(help.out().contains("Example") && shown, help::toString);
        assertEquals(help.out(), Run.umcast("help", command).out());
    }

    @Test
    void tellsItsVersion() {
        final Run version = Run.umcast("--version");
        assertEquals(0, version.status());
        assertTrue(version.out().startsWith("umcast ") && version.out().contains("Java " + Runtime.version().feature()), version::toString);
    }

    @Test
    void wantsACommand() {
        final Run none = Run.umcast();
        assertEquals(2, none.status());
        assertTrue(none.err().startsWith("umcast: which command?") && none.out().isEmpty(), none::toString);
    }

    @Test
    void refusesUnknownOptionsAndCommandsWithAHint() {
        assertRefused(2, "--sise", Run.umcast("ping", "--sise", "64"));
        assertTrue(Run.umcast("ping", "--sise", "64").err().contains("--size"));
        assertRefused(2, "pingg", Run.umcast("pingg"));
    }

    @ParameterizedTest
    @CsvSource({"drain --count -1, 0 or more", "topics --watch --json, choose one", "topics a.>.b, whole last token",
        "ping --size x, no size", "ping --count 0, at least 1", "flood --rate -1, 0 or more",
        "flood --seconds x, no number of seconds", "sub, TOPIC", "pub a*b, must not hold", "sub a --format xml, xml",
        "demo --subscribers 0, 1 to 64",
        "demo --seconds 0, more than 0", "stat x, PID", "stat --watch --json, choose one",
        "membership --watch --json, choose one", "mgid, GROUP", "ping --idle nap, nap"})
    void refusesWhatCannotBeUsed(final String command, final String message) {
        assertRefused(2, message, Run.umcast(command.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pub t", "sub t", "ping", "pong", "flood", "drain", "demo"})
    void saysInALineWhatIsWrongWithAUri(final String command) {
        for (final String uri : new String[] {"tcp:interface=lo", "udp", "udp:interfaze=lo", "udp:mtu=8x", "udp:port=1&port=2"}) {
            final Run run = Run.umcast((command + " --via " + uri).split(" "));
            assertRefused(1, uri.startsWith("udp:") ? uri.substring(4).replaceAll("=.*", "") : "uri=", run);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pub t", "sub t", "ping", "pong", "flood", "drain"})
    void saysInALineThatThereIsNoSuchInterface(final String command) {
        final Run run = Run.umcast((command + " --via udp:interface=nope").split(" "));
        assertRefused(1, "interface=nope: no such interface", run);
        assertEquals(1, run.err().lines().count(), run::toString);
    }

    @Test
    void tellsErrorsAsJsonTooIfAskedFor() {
        final Run run = Run.umcast("ping", "--json", "--via", "udp:interface=nope");
        assertEquals(1, run.status());
        assertTrue(run.json().get("error").toString().contains("no such interface"), run::toString);
    }

    @Test
    void showsStackTracesOnlyIfAskedFor() {
        assertTrue(Run.umcast("ping", "--debug", "--via", "udp:interface=nope").err().contains("\tat io.umcast"));
    }

    @ParameterizedTest
    @CsvSource({"239.1.2.3, ff12:4001:ffff:0000:0000:0000:0f01:0203", "239.1.2.3 --ps ipoib, ff12:401b:ffff:0000:0000:0000:0f01:0203",
        "239.1.2.3 --ps IPOIB --pkey 0x8001 --scope 5, ff15:401b:8001:0000:0000:0000:0f01:0203",
        "239.1.2.3 --link roce1, ff0e:0000:0000:0000:0000:ffff:ef01:0203",
        "239.1.2.3 --link roce2, 0000:0000:0000:0000:0000:ffff:ef01:0203"})
    void printsTheMgidAndNothingElse(final String arguments, final String mgid) {
        assertEquals(new Run(0, mgid + "\n", ""), Run.umcast(("mgid " + arguments).split(" ")));
    }

    @Test
    void printsTheMgidAsJson() {
        assertEquals("ff12:4001:ffff:0000:0000:0000:0f01:0203", Run.umcast("mgid", "239.1.2.3", "--json").json().get("mgid"));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, must be a multicast address", "localhost, no IPv4 or IPv6 address", "239.1.2.3 --pkey 0, pkey",
        "239.1.2.3 --pkey xyz, hexadecimal", "239.1.2.3 --scope 10, scope", "239.1.2.3 --link roce2 --ps ipoib, RoCE has no IPoIB",
        "239.1.2.300, no IPv4 or IPv6 address"})
    void refusesGroupsWithoutAnMgid(final String arguments, final String message) {
        assertRefused(2, message, Run.umcast(("mgid " + arguments).split(" ")));
    }

    @Test
    void saysWhoIsMissingWhenNobodySubscribes() {
        final String via = "udp:interface=lo&port=" + Ports.next();
        assertRefused(1, "start umcast pong", Run.umcast("ping", "--via", via, "--wait", "0.05"));
        assertRefused(1, "start umcast drain", Run.umcast("flood", "--via", via, "--wait", "0.05"));
        final Run pub = Run.with("line\n", "pub", "topic", "--via", via, "--wait", "0.05");
        assertEquals(1, pub.status());
        assertTrue(pub.err().contains("start umcast sub topic"), pub::toString);
    }

    @Test
    void saysWhenNothingWasReceived() {
        final Run drain = Run.umcast("drain", "--via", "udp:interface=lo&port=" + Ports.next(), "--seconds", "0.05", "--json");
        assertEquals(1, drain.status());
        assertEquals(0L, drain.json().get("received"));
        assertTrue(drain.err().contains("nothing was received"), drain::toString);
    }

    @Test
    void refusesAFloodOfMessagesThatTheLogDoesNotTake() {
        assertRefused(2, "raise log=", Run.umcast("flood", "--size", "1m", "--via", "udp:interface=lo&port=" + Ports.next()));
    }
}
