/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as processes, two at a time, over real loopback multicast. */
class CliSystemTest {
    private static final int LIMIT_SECONDS = 120;

    @TempDir
    private Path directory;
    private final String plain = "udp:interface=lo&port=" + Ports.next();
    /** Unless a test is about that, nobody is given up because a machine stands still for a while. */
    private final String via = plain + "&image-timeout=60s&receiver-timeout=60s&loss-timeout=60s&topic-timeout=60s";
    private final List<Started> all = new ArrayList<>();

    /** A process with its output in files. */
    private record Started(Process process, Path out, Path err) {
        Run end() throws IOException, InterruptedException {
            assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), () -> "still running: " + process.info());
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        }

        Run succeed() throws IOException, InterruptedException {
            final Run run = end();
            assertEquals(0, run.status(), run::toString);
            return run;
        }
    }

    private Started start(final String in, final String... args) throws IOException {
        final int number = all.size();
        final Path input = Files.writeString(directory.resolve("in" + number), in);
        final Path out = directory.resolve("out" + number);
        final Path err = directory.resolve("err" + number);
        final Started started = new Started(new ProcessBuilder(Processes.umcast(List.of(args))).redirectInput(input.toFile())
            .redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
        all.add(started);
        return started;
    }

    @AfterEach
    void leavesNothingRunning() {
        all.forEach(started -> started.process().destroyForcibly());
    }

    @Test
    void printsTheLinesThatArePublished() throws IOException, InterruptedException {
        final Started sub = start("", "sub", "a.b", "--via", via, "--count", "4");
        final Started hex = start("", "sub", "c.d", "--via", via, "--count", "1", "--format", "hex");
        final String lines = "line \u20ac 0\nline 1\n\nline 3\n";
        final Started pub = start(lines, "pub", "a.b", "--via", via, "--wait", "60");
        final Started pubOther = start("\u00e4", "pub", "c.d", "--via", via, "--wait", "60", "--json");
        assertEquals(lines, sub.succeed().out());
        assertTrue(pub.succeed().err().contains("published 4 messages"));
        assertEquals("c3a4\n", hex.succeed().out());
        assertEquals(1L, pubOther.succeed().json().get("published"));
    }

    @Test
    void printsMessagesAsObjects() throws IOException, InterruptedException {
        final Started sub = start("", "sub", "a.b", "--via", via, "--count", "2", "--format", "json");
        start("one\ntwo\n", "pub", "a.b", "--via", via, "--wait", "60").succeed();
        final List<String> printed = sub.succeed().out().lines().toList();
        assertEquals(2, printed.size());
        final Map<String, Object> first = JsonReader.object(printed.get(0));
        assertEquals("one", first.get("text"));
        assertEquals("a.b", first.get("topic"));
        assertTrue((Long)first.get("position") > 0 && (Long)first.get("time_ns") > 0, first::toString);
        assertTrue(first.get("source").toString().startsWith("127.0.0.1:"), first::toString);
    }

    @Test
    void printsTheTopicsOfAPattern() throws IOException, InterruptedException {
        final Started text = start("", "sub", "a.>", "--via", via, "--count", "3");
        final Started hex = start("", "sub", "a.*", "--via", via, "--count", "2", "--format", "hex");
        awaitSubscription(text);
        awaitSubscription(hex);
        start("one\ntwo\n", "pub", "a.b", "--via", via, "--wait", "60").succeed();
        start("three\n", "pub", "a.b.c", "--via", via, "--wait", "60").succeed();
        assertEquals("a.b\tone\na.b\ttwo\na.b.c\tthree\n", text.succeed().out());
        assertEquals("a.b\t6f6e65\na.b\t74776f\n", hex.succeed().out());
    }

    /** Waits until a process is a member of all the groups that a pattern's topics may be in: it is late for what is published before. */
    private static void awaitSubscription(final Started one) {
        awaitStat(one, "subscribed", run -> run.out().contains(" 16  memberships complete\n"));
    }

    /** Waits until a process has a connection, as its counters show. */
    private static void awaitConnection(final Started one) {
        awaitStat(one, "connected", run -> run.status() == 0);
    }

    private static void awaitStat(final Started one, final String what, final Predicate<Run> condition) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        Run run = Run.umcast("stat", Long.toString(one.process().pid()));
        while (!condition.test(run)) {
            final Run last = run;
            assertTrue(one.process().isAlive() && System.nanoTime() < deadline, () -> "never " + what + ": " + last);
            Thread.yield();
            run = Run.umcast("stat", Long.toString(one.process().pid()));
        }
    }

    @Test
    void measuresRoundTrips() throws IOException, InterruptedException {
        final Started pong = start("", "pong", "--via", via, "--count", "3000", "--json");
        final Run ping =
            start("", "ping", "--via", via, "--size", "64", "--count", "2000", "--warmup", "1000", "--wait", "60", "--json").succeed();
        final Map<String, Object> json = ping.json();
        assertEquals(List.of("size", "count", "lost", "rtt_ns"), List.copyOf(json.keySet()));
        assertEquals(64L, json.get("size"));
        assertEquals(2000L, json.get("count"));
        assertEquals(0L, json.get("lost"));
        final Map<?, ?> times = (Map<?, ?>)json.get("rtt_ns");
        assertEquals(List.of("min", "p50", "p90", "p99", "p99.9", "max"), List.copyOf(times.keySet()));
        long least = 1;
        for (final Object time : times.values()) {
            assertTrue((Long)time >= least, times::toString);
            least = (Long)time;
        }
        assertEquals(3000L, pong.succeed().json().get("answered"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void measuresRoundTripsOfSmallMessages(final int size) throws IOException, InterruptedException {
        final Started pong = start("", "pong", "--via", via, "--count", "300", "--json");
        final Map<String, Object> json = start("", "ping", "--via", via, "--size", Integer.toString(size), "--count", "200", "--warmup",
            "100", "--wait", "60", "--json").succeed().json();
        assertEquals((long)size, json.get("size"));
        assertEquals(0L, json.get("lost"));
        assertEquals(300L, pong.succeed().json().get("answered"));
    }

    @Test
    void failsWhenItsReceiverHasEnough() throws IOException, InterruptedException {
        final Started drain = start("", "drain", "--via", via, "--count", "1000", "--json");
        final Run flood = start("", "flood", "--via", via, "--seconds", "80", "--wait", "60", "--json").end();
        assertEquals(1000L, drain.succeed().json().get("received"));
        assertEquals(1, flood.status(), flood::toString);
        assertEquals(false, flood.json().get("confirmed"));
        assertTrue(flood.err().contains("ended early: the last subscriber has left"), flood::toString);
    }

    @Test
    void listsTopics() throws IOException, InterruptedException {
        final Started drain = start("", "drain", "--via", via, "--topic", "prices.a");
        final Started flood = start("", "flood", "--via", via, "--topic", "prices.a", "--seconds", "80", "--rate", "1000", "--wait", "60");
        awaitSending(flood);
        final Map<String, Object> json = start("", "topics", "prices.*", "--via", via, "--seconds", "3", "--json").succeed().json();
        final List<?> topics = (List<?>)json.get("topics");
        assertEquals(1, topics.size(), json::toString);
        final Map<?, ?> topic = (Map<?, ?>)topics.get(0);
        assertEquals("prices.a", topic.get("topic"));
        assertTrue(topic.get("group").toString().startsWith("239.192.0."), json::toString);
        assertTrue(topic.get("publisher").toString().startsWith("127.0.0.1:"), json::toString);
        assertTrue(((Number)topic.get("rate")).doubleValue() > 0, json::toString);
        final String text = start("", "topics", "--via", via, "--watch", "--seconds", "5").succeed().out();
        assertTrue(text.lines().filter(line -> line.startsWith("prices.a ")).count() >= 2, text);
        assertEquals(1, start("", "topics", "orders.*", "--via", via, "--seconds", "1").end().status());
        flood.process().destroy(); // as Ctrl-C does
        flood.end();
        drain.end();
    }

    @Test
    void drainsAFloodWhole() throws IOException, InterruptedException {
        final Started drain = start("", "drain", "--via", via + "&mtu=8k", "--seconds", "80", "--json");
        final Map<String, Object> sent =
            start("", "flood", "--via", via + "&mtu=8k", "--size", "64", "--seconds", "1", "--wait", "60", "--json").succeed().json();
        final Map<String, Object> received = drain.succeed().json();
        assertEquals(true, sent.get("confirmed"));
        assertTrue((Long)sent.get("sent") > 1000 && ((Number)received.get("rate")).doubleValue() > 0, sent::toString);
        assertWhole(sent, received);
    }

    private static void assertWhole(final Map<String, Object> sent, final Map<String, Object> received) {
        assertEquals(sent.get("sent"), received.get("received"));
        assertEquals(sent.get("bytes"), received.get("bytes"));
        for (final String fault : List.of("lost", "duplicated", "reordered", "corrupt")) {
            assertEquals(0L, received.get(fault), fault);
        }
    }

    @Test
    void drainsMixedSizesWholeOverABadNetwork() throws IOException, InterruptedException {
        final String network = via + "&log=16m&loss=0.02&duplicate=0.01&reorder=0.02&seed=1";
        final Started drain = start("", "drain", "--via", network, "--verify", "--seed", "9", "--json");
        final Started flood =
            start("", "flood", "--via", via + "&log=16m", "--mix", "--seed", "9", "--count", "20000", "--wait", "60", "--json");
        assertWhole(flood.succeed().json(), drain.succeed().json());
    }

    /** Waits until a process has sent data. */
    private static void awaitSending(final Started one) {
        awaitStat(one, "sent", run -> run.out().contains("sent position: stream"));
    }

    @Test
    void failsWhenItsReceiverVanishes() throws IOException, InterruptedException {
        final Started drain = start("", "drain", "--via", via);
        final Started flood =
            start("", "flood", "--via", plain + "&receiver-timeout=5s", "--seconds", "80", "--rate", "1000", "--wait", "60", "--json");
        awaitSending(flood);
        drain.process().destroyForcibly();
        final Run run = flood.end();
        assertEquals(1, run.status(), run::toString);
        assertEquals(false, run.json().get("confirmed"));
        assertTrue(run.err().contains("has vanished"), run::toString);
    }

    @Test
    void failsWhenItsPublisherVanishes() throws IOException, InterruptedException {
        final Started drain = start("", "drain", "--via", plain + "&image-timeout=5s", "--json");
        final Started flood = start("", "flood", "--via", via, "--seconds", "80", "--rate", "1000", "--wait", "60");
        awaitSending(flood);
        flood.process().destroyForcibly();
        final Run run = drain.end();
        assertEquals(1, run.status(), run::toString);
        assertEquals(0L, run.json().get("lost"));
        assertTrue(run.err().contains("vanished without a goodbye"), run::toString);
    }

    @Test
    void pacesAFlood() throws IOException, InterruptedException {
        final Started drain = start("", "drain", "--via", via, "--verify", "--json");
        final Map<String, Object> sent = start("", "flood", "--via", via, "--rate", "500", "--seconds", "1", "--size", "1k", "--verify",
            "--wait", "60", "--json").succeed().json();
        assertTrue((Long)sent.get("sent") <= 501, sent::toString);
        assertWhole(sent, drain.succeed().json());
    }

    @Test
    void drainsAFloodOfTheJavaPoller() throws IOException, InterruptedException {
        final Started drain = start("", "drain", "--via", via + "&native=off", "--json");
        final Map<String, Object> sent =
            start("", "flood", "--via", via + "&native=off", "--count", "100000", "--wait", "60", "--json").succeed().json();
        assertEquals(100_000L, sent.get("sent"));
        assertWhole(sent, drain.succeed().json());
    }

    @Test
    void showsWhatEachOfTwoFeedsBrings() throws IOException, InterruptedException {
        final String feeds = via + "&feed-b=lo&group-b=239.197.0.1";
        final Started drain = start("", "drain", "--via", feeds, "--json");
        final Started flood = start("", "flood", "--via", feeds, "--size", "1000", "--rate", "1000", "--wait", "60", "--json");
        final String pid = Long.toString(drain.process().pid());
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        String shown = "";
        while (!(shown.contains("duplicates: session 1 feed A") || shown.contains("duplicates: session 1 feed B"))) {
            assertTrue(flood.process().isAlive() && System.nanoTime() < deadline, shown);
            shown = Run.umcast("stat", pid).out();
        }
        assertTrue(shown.contains("datagrams received: session 1 feed A") && shown.contains("datagrams received: session 1 feed B"), shown);
        assertTrue(shown.contains("first copies: session 1 feed "), shown);
        drain.process().destroy();
        flood.process().destroy();
        drain.end();
        flood.end();
    }

    @Test
    void showsADemo() throws IOException, InterruptedException {
        final Map<String, Object> json = start("", "demo", "--seconds", "3", "--subscribers", "2", "--json").succeed().json();
        assertEquals(true, json.get("ok"));
        assertEquals(2L, json.get("subscribers"));
        assertEquals(List.of(json.get("sent"), json.get("sent")), json.get("received"));
        assertEquals(0L, json.get("lost"));
        assertTrue(((Number)json.get("rate")).doubleValue() > 0, json::toString);
    }

    @Test
    void endsADemosPartWhenItsParentIsGone() throws IOException, InterruptedException {
        final Run run = start("", "demo-subscriber", "--via", via).end(); // its standard input is at its end at once
        assertEquals(1, run.status());
        assertEquals(true, run.json().get("final"));
    }

    @Test
    void endsInOrderWhenItIsAskedTo() throws IOException, InterruptedException {
        final Started drain = start("", "drain", "--via", via, "--json");
        final String pid = Long.toString(drain.process().pid());
        awaitConnection(drain);
        drain.process().destroy(); // as Ctrl-C does
        final Run run = drain.end();
        assertEquals(0L, run.json().get("received"));
        assertEquals(1, Run.umcast("stat", pid).status(), "its counters are gone");
    }
}
