/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;

import io.umcast.Connection;
import io.umcast.ConnectionListener;
import io.umcast.IdleStrategies;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.UmcastException;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes the lines of standard input. */
@Command(name = "pub", description = "Publishes each line of standard input as a message.", sortOptions = false,
    footer = {"", "Examples, beside an umcast sub of the same topic:", "  date | umcast pub time",
        "  tail -f /var/log/syslog | umcast pub logs --via 'udp:interface=eth0'"})
final class Pub extends Reporting {
    private static final long RETRY_NS = 20_000;
    private static final long LINGER_NS = 10_000_000_000L;

    @Mixin
    private Via via;

    @Parameters(paramLabel = "TOPIC", description = "The topic, such as prices.EURUSD.")
    private Topic topic;

    @Option(names = "--wait", paramLabel = "S", defaultValue = "10",
        description = "Seconds to wait for a subscriber (default: ${DEFAULT-VALUE}).")
    private Seconds wait;

    private long published;
    private long bytes;

    Pub(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        final boolean confirmed;
        try (Connection connection = via.connect(terminal(), new ConnectionListener() { }); Session session = connection.createSession();
             Publisher publisher = session.createPublisher(topic)) {
            terminal().onInterrupt(connection::close);
            session.start(via.idle(IdleStrategies.backoff()));
            if (!publisher.isConnected()) {
                terminal().note("waiting for a subscriber: umcast sub " + topic);
            }
            await(connection, publisher);
            publishLines(connection, publisher);
            confirmed = linger(publisher);
        }
        final String text = "published " + Text.count(published, "message") + ", " + Text.bytes(bytes);
        if (isJson()) {
            result(new Json().put("published", published).put("bytes", bytes).put("confirmed", confirmed), text);
        } else {
            terminal().note(text + (confirmed ? "" : "; not everything has been confirmed by the receivers"));
        }
        return confirmed ? SUCCESS : FAILURE;
    }

    private void await(final Connection connection, final Publisher publisher) {
        Via.awaitSubscriber(terminal(), connection, publisher, wait, "umcast sub " + topic);
    }

    private void publishLines(final Connection connection, final Publisher publisher) throws IOException {
        final InputStream in = new BufferedInputStream(terminal().in(), 1 << 16);
        final ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); !terminal().isStopping(); b = in.read()) {
            if (b != '\n' && b >= 0) {
                line.write(b);
            } else if (b == '\n' || line.size() > 0) {
                publish(connection, publisher, line.toByteArray());
                line.reset();
            }
            if (b < 0) {
                return;
            }
        }
    }

    private void publish(final Connection connection, final Publisher publisher, final byte[] line) {
        if (line.length > publisher.maxMessageLength()) {
            throw new UmcastException("line " + (published + 1) + " has " + line.length + " bytes: the longest message has " +
                publisher.maxMessageLength() + ", an eighth of the log; raise log= in --via");
        }
        final UnsafeBuffer message = new UnsafeBuffer(line);
        while (true) {
            final long position = publisher.offer(message, 0, line.length);
            if (position > 0) {
                published++;
                bytes += line.length;
                return;
            }
            if (position == Publisher.NOT_CONNECTED) {
                terminal().note("the last subscriber has left, waiting for another");
                await(connection, publisher);
            } else if (position == Publisher.CLOSED || terminal().isStopping()) {
                throw new UmcastException("ended before line " + (published + 1) + " could be published");
            } else {
                LockSupport.parkNanos(RETRY_NS);
            }
        }
    }

    private boolean linger(final Publisher publisher) {
        final long deadline = System.nanoTime() + LINGER_NS;
        while (publisher.consumedPosition() < publisher.position()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(RETRY_NS);
        }
        return true;
    }
}
