/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.umcast.IdleStrategies;
import io.umcast.TopicPattern;
import io.umcast.core.connection.TopicMonitors;
import io.umcast.core.discovery.LiveTopic;
import io.umcast.core.discovery.TopicMonitor;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what is published. */
@Command(name = "topics", description = "Lists the topics that are published now, their groups, publishers and rates. Listens only: " +
    "no publisher takes it for a receiver.", sortOptions = false,
    footer = {"", "Examples:", "  umcast topics", "  umcast topics 'prices.>' --watch", "  umcast topics --via udp:interface=eth0 --json"})
final class Topics extends Reporting {
    private static final long INTERVAL_NS = 1_000_000_000L;
    private static final Seconds DEFAULT_TIME = new Seconds(2_000_000_000L);

    @Mixin
    private Via via;

    @Parameters(paramLabel = "PATTERN", arity = "0..1", defaultValue = ">", description = "Only topics that match, such as 'prices.>'.")
    private TopicPattern pattern;

    @Option(names = "--seconds", paramLabel = "S",
        description = "How long it listens before it tells (default: 2; with --watch until Ctrl-C).")
    private Seconds seconds;

    @Option(names = "--watch", description = "Tells each second what is there, with the rates of that second.")
    private boolean watch;

    private final Map<String, LiveTopic> before = new HashMap<>();
    private long beforeNs;
    private boolean any;

    Topics(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (watch && isJson()) {
            throw usageError("--json prints one object, --watch goes on: choose one");
        }
        final Seconds time = seconds != null ? seconds : watch ? new Seconds(0) : DEFAULT_TIME;
        try (TopicMonitor monitor = TopicMonitors.open(via.uri())) {
            final IdleStrategy idle = via.idle(IdleStrategies.backoff());
            beforeNs = System.nanoTime();
            final long end = time.after(beforeNs);
            long showNs = watch ? beforeNs + INTERVAL_NS : end;
            while (!terminal().isStopping() && System.nanoTime() - end < 0) {
                idle.idle(monitor.poll());
                if (watch && System.nanoTime() - showNs >= 0) {
                    showNs += INTERVAL_NS;
                    show(monitor);
                }
            }
            if (!watch) {
                show(monitor);
            }
        }
        if (!any) {
            terminal().note("nobody publishes anything" + (pattern.text().equals(">") ? "" : " that matches " + pattern) +
                " by " + via.uri());
        }
        return any ? SUCCESS : FAILURE;
    }

    private void show(final TopicMonitor monitor) {
        final long nowNs = System.nanoTime();
        final double elapsed = Math.max(1, nowNs - beforeNs) / 1e9;
        final List<LiveTopic> topics = monitor.topics().stream().filter(topic -> pattern.matches(topic.name()))
            .sorted(Comparator.comparing(LiveTopic::name).thenComparing(topic -> Text.address(topic.publisher()))).toList();
        any |= !topics.isEmpty();
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-32s %-16s %-22s %-16s %12s %12s", "topic", "group",
            "publisher", "stream", "msg/s", "MB/s"));
        final List<Json> rows = topics.stream().map(topic -> row(topic, elapsed, text)).toList();
        result(new Json().put("streams", monitor.streamCount()).put("topics", rows), text.toString());
        beforeNs = nowNs;
        before.clear();
        topics.forEach(topic -> before.put(key(topic), topic));
    }

    private static String key(final LiveTopic topic) {
        return topic.streamId() + " " + topic.number();
    }

    private Json row(final LiveTopic topic, final double elapsed, final StringBuilder text) {
        final LiveTopic last = before.get(key(topic));
        final double messages = (topic.messages() - (last == null ? 0 : last.messages())) / elapsed;
        final double bytes = (topic.bytes() - (last == null ? 0 : last.bytes())) / elapsed;
        final String stream = Long.toHexString(topic.streamId());
        final String group = topic.group().getHostAddress();
        text.append(String.format(Locale.ROOT, "%n%-32s %-16s %-22s %-16s %,12.0f %,12.3f", topic.name(), group,
            Text.address(topic.publisher()), stream, messages, bytes / 1e6));
        return new Json().put("topic", topic.name()).put("group", group).put("publisher", Text.address(topic.publisher()))
            .put("stream", stream).put("connection", Long.toHexString(topic.connectionId())).put("age_s", topic.ageNs() / 1e9)
            .put("rate", messages).put("bytes_rate", bytes).put("position", topic.streamBytes());
    }
}
