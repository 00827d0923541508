/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.umcast.config.Config;
import io.umcast.config.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One publisher and some subscribers, each a process, at work. */
@Command(name = "demo", sortOptions = false, footer = {"", "Example:", "  umcast demo --seconds 10 --subscribers 3"},
    description = "Starts a publisher and some subscribers as processes on this machine, shows their rates, " +
        "then latency and throughput, and whether every subscriber got every message.")
final class Demo extends Reporting {
    private static final int MOST_SUBSCRIBERS = 64;
    private static final long LOOK_MS = 250;
    private static final int LOOKS_A_LINE = 4;
    private static final double GRACE_SECONDS = 60;
    /** Below what kernels give to sockets without a port of their own (32768 upwards): none of those is in the way. */
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "How long (default: ${DEFAULT-VALUE}).")
    private Seconds seconds;

    @Option(names = "--subscribers", paramLabel = "N", defaultValue = "3", description = "How many, 1 to 64 (default: ${DEFAULT-VALUE}).")
    private int subscribers;

    @Option(names = "--via", paramLabel = "URI", defaultValue = Via.LOOPBACK,
        description = "The network (default: ${DEFAULT-VALUE}); without port= on a port of its own.")
    private String uri;

    private int tableLines;

    Demo(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (subscribers < 1 || subscribers > MOST_SUBSCRIBERS || seconds.nanos() == 0) {
            throw usageError("--subscribers is 1 to " + MOST_SUBSCRIBERS + ", --seconds more than 0");
        }
        final String via = withPort(uri);
        final PrintStream show = isJson() ? terminal().err() : terminal().out();
        final boolean live = isJson() ? terminal().errIsLive() : terminal().outIsLive();
        show.println("umcast demo: 1 publisher, " + Text.count(subscribers, "subscriber") + ", each a process, " + via);
        final List<DemoChild> children = new ArrayList<>();
        try {
            for (int i = 1; i <= subscribers; i++) {
                children.add(DemoChild.start("subscriber " + i, arguments("demo-subscriber", via)));
            }
            final List<String> publishing = arguments("demo-publisher", via);
            publishing.addAll(List.of("--seconds", Double.toString(seconds.nanos() / 1e9), "--subscribers", Integer.toString(subscribers)));
            children.add(0, DemoChild.start("publisher", publishing));
            watch(children, show, live);
        } finally {
            children.forEach(DemoChild::stop);
        }
        return conclude(children);
    }

    private List<String> arguments(final String command, final String via) {
        return new ArrayList<>(List.of(command, "--via", via, "--processes", Integer.toString(subscribers + 1)));
    }

    /** A port of its own keeps the demo apart from whatever else is running; a bad URI is refused here, once. */
    private static String withPort(final String uri) {
        final Config config = Config.resolve(uri, new java.util.Properties());
        if (config.isSet(Options.PORT)) {
            return uri;
        }
        final int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
        return uri + (uri.endsWith(":") ? "" : "&") + Options.PORT.key() + "=" + port;
    }

    private void watch(final List<DemoChild> children, final PrintStream show, final boolean live) throws InterruptedException {
        final long begin = System.nanoTime();
        final double limit = seconds.nanos() / 1e9 + GRACE_SECONDS;
        double elapsed = 0;
        for (int look = 1; isGoingOn(children) && elapsed < limit && !terminal().isStopping(); look++) {
            Thread.sleep(LOOK_MS);
            elapsed = (System.nanoTime() - begin) / 1e9;
            if (live) {
                draw(show, DemoTable.text(elapsed, phase(children), rows(children)));
            } else if (look % LOOKS_A_LINE == 0) {
                show.println(DemoTable.line(elapsed, phase(children), rows(children)));
            }
        }
        show.println();
    }

    /** Until all have ended, or one has failed. */
    private static boolean isGoingOn(final List<DemoChild> children) {
        return children.stream().anyMatch(DemoChild::isAlive) && children.stream().noneMatch(DemoChild::hasFailed);
    }

    private void draw(final PrintStream show, final String table) {
        show.print((tableLines > 0 ? "\033[" + tableLines + "A" : "") + table.replace("\n", "\033[K\n"));
        show.flush();
        tableLines = (int)table.lines().count();
    }

    private static String phase(final List<DemoChild> children) {
        final String phase = children.get(0).told().text("phase");
        return phase.isEmpty() ? "starting" : phase;
    }

    private static List<DemoTable.Row> rows(final List<DemoChild> children) {
        return children.stream().map(child -> new DemoTable.Row(child.name(), child.pid(), child.told().number("messages"),
            child.told().perSecond(), DemoProcess.MESSAGE_LENGTH, child == children.get(0) ? -1 : child.told().number("lost"))).toList();
    }

    private int conclude(final List<DemoChild> children) throws InterruptedException {
        boolean orderly = true;
        for (final DemoChild child : children) {
            final int status = child.end();
            if (status != SUCCESS) {
                orderly = false;
                terminal().note(child.name() + " ended with status " + status);
            }
            if (!child.errors().isBlank()) {
                terminal().err().println(child.name() + ": " + child.errors());
            }
        }
        final DemoResult result = new DemoResult(children.get(0).told(), children.stream().skip(1).map(DemoChild::told).toList());
        result(result.json(), result.text());
        return orderly && result.isGood() ? SUCCESS : FAILURE;
    }
}
