/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.umcast.EndpointException;
import io.umcast.UmcastException;
import io.umcast.core.counters.CounterType;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.counters.CountersSnapshot;
import io.umcast.core.membership.Held;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what running connections count. */
@Command(name = "stat", description = "Shows the counters of this user's running connections.", sortOptions = false,
    footer = {"", "Examples:", "  umcast stat", "  umcast stat 4711 --watch"})
final class Stat extends Reporting {
    private static final long INTERVAL_NS = 1_000_000_000L;

    @Parameters(paramLabel = "PID", arity = "0..1", description = "Of this process only.")
    private Long pid;

    @Option(names = "--watch", description = "Shows them again each second, with what has changed, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--all", description = "Also counters that are 0.")
    private boolean all;

    @Option(names = "--directory", paramLabel = "DIR",
        description = "Where the counters files are, if the option counters names a directory.")
    private Path directory;

    Stat(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (watch && isJson()) {
            throw usageError("--json prints one object, --watch goes on: choose one");
        }
        if (!watch) {
            final List<CountersSnapshot> snapshots = read();
            result(json(snapshots), text(snapshots, Map.of(), 0));
            return SUCCESS;
        }
        Map<String, Long> before = Map.of();
        long beforeNs = System.nanoTime();
        while (!terminal().isStopping()) {
            final List<CountersSnapshot> snapshots = read();
            final long nowNs = System.nanoTime();
            terminal().out().println((terminal().outIsLive() ? "\033[H\033[2J" : "") + text(snapshots, before, (nowNs - beforeNs) / 1e9));
            before = values(snapshots);
            beforeNs = nowNs;
            while (!terminal().isStopping() && System.nanoTime() - nowNs < INTERVAL_NS) {
                LockSupport.parkNanos(INTERVAL_NS / 20);
            }
        }
        return SUCCESS;
    }

    private List<CountersSnapshot> read() {
        final List<CountersSnapshot> snapshots = new ArrayList<>();
        for (final Path path : CountersDirectory.list(directory == null ? CountersDirectory.byDefault() : directory)) {
            try {
                final CountersSnapshot snapshot = CountersSnapshot.read(path);
                if ((pid == null || pid == snapshot.pid()) && ProcessHandle.of(snapshot.pid()).isPresent()) {
                    snapshots.add(snapshot);
                }
            } catch (final EndpointException e) {
                if (path.toFile().exists()) { // else it was closed just now
                    terminal().note(Failures.message(e));
                }
            }
        }
        if (pid != null && snapshots.isEmpty()) {
            throw new UmcastException("process " + pid + " has no open connection of this user");
        }
        return snapshots;
    }

    private static Map<String, Long> values(final List<CountersSnapshot> snapshots) {
        final Map<String, Long> values = new HashMap<>();
        snapshots.forEach(snapshot -> snapshot.counters().forEach(counter -> values.put(key(snapshot, counter), counter.value())));
        return values;
    }

    private static String key(final CountersSnapshot snapshot, final CountersSnapshot.Counter counter) {
        return snapshot.path() + " " + counter.id() + " " + counter.label();
    }

    private String text(final List<CountersSnapshot> snapshots, final Map<String, Long> before, final double seconds) {
        if (snapshots.isEmpty()) {
            return "no open connection of this user";
        }
        final StringBuilder text = new StringBuilder();
        for (final CountersSnapshot snapshot : snapshots) {
            final Duration age = Duration.ofMillis(System.currentTimeMillis() - snapshot.startTimeMs());
            text.append(text.isEmpty() ? "" : "\n").append("process ").append(snapshot.pid()).append("  ").append(snapshot.uri())
                .append("  open for ").append(age.toSeconds()).append(" s\n");
            for (final CountersSnapshot.Counter counter : snapshot.counters()) {
                if (all || counter.value() != 0 || counter.typeId() == CounterType.RECEIVER_LAG.id()) { // that nobody lags is news
                    if (counter.typeId() == CounterType.MEMBERSHIP_STATE.id()) {
                        text.append(String.format(Locale.ROOT, "%20s  %s%n", Held.state(counter.value()), counter.label()));
                        continue;
                    }
                    final Long last = before.get(key(snapshot, counter));
                    final String change = last == null || last == counter.value() ? "" :
                        String.format(Locale.ROOT, "  %+,14.0f/s", (counter.value() - last) / seconds);
                    text.append(String.format(Locale.ROOT, "%,20d  %s%s%n", counter.value(), counter.label(), change));
                }
            }
            snapshot.errors().forEach(error ->
                text.append(String.format(Locale.ROOT, "%,20d  times: %s%n", error.count(), error.text().lines().findFirst().orElse(""))));
        }
        return text.substring(0, text.length() - 1);
    }

    private static Json json(final List<CountersSnapshot> snapshots) {
        final List<Json> connections = new ArrayList<>();
        for (final CountersSnapshot snapshot : snapshots) {
            final List<Json> counters = snapshot.counters().stream().map(counter -> new Json().put("id", counter.id())
                .put("type", counter.typeId()).put("label", counter.label()).put("value", counter.value())).toList();
            final List<Json> errors = snapshot.errors().stream().map(error -> new Json().put("count", error.count())
                .put("first_ms", error.firstMs()).put("last_ms", error.lastMs()).put("text", error.text())).toList();
            connections.add(new Json().put("pid", snapshot.pid()).put("uri", snapshot.uri()).put("start_ms", snapshot.startTimeMs())
                .put("counters", counters).put("errors", errors));
        }
        return new Json().put("connections", connections);
    }
}
