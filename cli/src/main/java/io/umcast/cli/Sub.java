/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import io.umcast.Connection;
import io.umcast.ConnectionListener;
import io.umcast.IdleStrategies;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.Session;
import io.umcast.SubscriberOptions;
import io.umcast.TopicPattern;
import org.agrona.concurrent.IdleStrategy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints messages. */
@Command(name = "sub", description = "Prints each message of a topic, or of all topics of a pattern, as a line.", sortOptions = false,
    footer = {"", "Examples:", "  umcast sub prices.EURUSD", "  umcast sub prices.EURUSD --count 10 --format json",
        "  umcast sub 'prices.>'          every topic below prices; 'prices.*' one level below, '>' all there are",
        "  umcast sub feed --via 'udp:interface=eth0&group=239.7.7.7&port=5000&raw=on' --format hex"})
final class Sub extends Action {
    @Mixin
    private Via via;

    @Parameters(paramLabel = "TOPIC", description = "The topic, such as prices.EURUSD, or a pattern: * stands for one token between " +
        "dots, > at the end for one or more. Of a pattern, each line begins with its topic and a tab, unless it is JSON.")
    private TopicPattern pattern;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "Ends after so many messages; 0: no end (default).")
    private long count;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text",
        description = "text: the message as it is; hex: its bytes in hexadecimal; json: an object a line (default: ${DEFAULT-VALUE}).")
    private LineFormat format;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0", description = "Ends after this time; 0: no end (default).")
    private Seconds seconds;

    @Option(names = "--earliest", description = "Begins with the oldest message that a publisher still has, not with the next.")
    private boolean earliest;

    private long printed;
    private long losses;
    private boolean failed;

    Sub(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        final long end = seconds.after(System.nanoTime());
        final OutputStream out = new BufferedOutputStream(terminal().rawOut(), 1 << 16);
        final SubscriberOptions options =
            earliest ? SubscriberOptions.DEFAULT.start(SubscriberOptions.Start.EARLIEST) : SubscriberOptions.DEFAULT;
        try (Connection connection = via.connect(terminal(), new Events()); Session session = connection.createSession()) {
            session.subscribe(pattern, (buffer, offset, length, header) -> {
                if (!isDone()) {
                    final byte[] line = format.line(buffer, offset, length, header, !pattern.isLiteral());
                    try {
                        out.write(line);
                        printed++;
                    } catch (final IOException e) {
                        failed = true; // whoever read it has left, as head does
                    }
                }
            }, options);
            print(session, out, end);
        }
        if (failed) {
            terminal().note("standard output is closed");
        }
        return failed || losses > 0 || count > 0 && printed < count ? FAILURE : SUCCESS;
    }

    private boolean isDone() {
        return failed || count > 0 && printed >= count;
    }

    private void print(final Session session, final OutputStream out, final long end) {
        final IdleStrategy idle = via.idle(IdleStrategies.backoff());
        long flushed = 0;
        while (!isDone() && !terminal().isStopping() && System.nanoTime() - end < 0) {
            final int work = session.poll();
            if (work == 0 && printed != flushed) {
                flush(out);
                flushed = printed;
            }
            idle.idle(work);
        }
        flush(out);
    }

    private void flush(final OutputStream out) {
        try {
            out.flush();
        } catch (final IOException e) {
            failed = true;
        }
    }

    /** Told on standard error, and by the exit status. */
    private final class Events implements ConnectionListener {
        @Override
        public void onLoss(final LossEvent loss) {
            losses++;
            terminal().note("lost " + Text.bytes(loss.to() - loss.from()) + " of the stream from " + Text.address(loss.source()) + ": " +
                loss.reason());
        }

        @Override
        public void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
            if (!orderly) {
                terminal().note("the publisher at " + Text.address(image.source()) + " has vanished");
            }
        }
    }
}
