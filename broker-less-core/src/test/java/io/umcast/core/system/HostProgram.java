/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.ImageInfo;
import io.umcast.LossEvent;
import io.umcast.Publisher;
import io.umcast.ReceiverInfo;
import io.umcast.Session;
import io.umcast.Topic;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A program for a host of {@link HostNetwork}: publishes or subscribes, and prints what it has seen, a line every 20 ms. Each line it
 * reads is how many messages to have published from then on; it ends with its input, orderly.
 */
final class HostProgram implements ConnectionListener {
    static final Topic TOPIC = Topic.of("system");
    private static final long REPORT_NS = 20_000_000;
    private static final int BURST = 8;
    private static final long PAUSE_NS = 500_000;

    /** What came of one stream. */
    private static final class Account {
        private final MessageChain chain = new MessageChain();
        private long next;
        private long received;
        private long missing;
        private long position;
        private long lostFrom = -1;
        private long lostTo = -1;
        private long lostBytes;
        private int wrong;
    }

    private final Map<Long, Account> accounts = new LinkedHashMap<>();
    private final Map<String, AtomicInteger> events = new ConcurrentHashMap<>();
    private volatile long target;
    private volatile boolean ending;
    private long sent;

    private HostProgram() {
    }

    /**
     * Runs it.
     *
     * @param args {@code publish} or {@code subscribe}, and a URI.
     */
    public static void main(final String[] args) {
        final HostProgram program = new HostProgram();
        final Thread commands = new Thread(program::readCommands, "commands");
        commands.setDaemon(true);
        commands.start();
        final ConnectionConfig config = ConnectionConfig.defaults().listener(program).errorHandler(error -> {
            program.event("error");
            error.printStackTrace();
        });
        try (Connection connection = io.umcast.Umcast.connect(args[1], config); Session session = connection.createSession()) {
            program.run(session, "publish".equals(args[0]) ? session.createPublisher(TOPIC) : null);
        }
        program.report(false);
        System.out.println("ended=1");
    }

    private void readCommands() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> target = Long.parseLong(line));
        } catch (final IOException e) {
            event("input");
        }
        ending = true;
    }

    private void run(final Session session, final Publisher publisher) {
        if (publisher == null) {
            session.subscribe(TOPIC, (buffer, offset, length, header) -> onMessage(buffer, offset, length, header.streamId(),
                header.position()));
        }
        final UnsafeBuffer message = new UnsafeBuffer(new byte[MessageChain.LENGTH]);
        long reportNs = System.nanoTime();
        while (!ending) {
            if (publisher != null) {
                publish(publisher, message);
            }
            session.poll();
            if (System.nanoTime() - reportNs > REPORT_NS) {
                reportNs = System.nanoTime();
                report(publisher != null && publisher.consumedPosition() >= publisher.position());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void publish(final Publisher publisher, final UnsafeBuffer message) {
        for (int i = 0; i < BURST && sent < target; i++) {
            MessageChain.fill(message, 0, sent);
            if (publisher.offer(message, 0, MessageChain.LENGTH) < 0) {
                return;
            }
            sent++;
        }
    }

    /** Loss events come ahead of what follows the gap: they must end where it begins, and begin where delivery had ended. */
    private void onMessage(final org.agrona.DirectBuffer buffer, final int offset, final int length, final long stream,
        final long position) {
        final Account account = accounts.computeIfAbsent(stream, id -> new Account());
        final long number = length == MessageChain.LENGTH ? buffer.getLong(offset) : -1;
        final long begin = position - MessageChain.RECORD;
        if (account.lostFrom >= 0) {
            account.wrong += account.lostTo != begin || number <= account.next ? 1 : 0;
            account.missing += number - account.next;
            account.lostFrom = -1;
        } else if (number != account.next) {
            account.wrong++;
        }
        account.chain.add(buffer, offset);
        account.received++;
        account.next = number + 1;
        account.position = position;
    }

    @Override
    public void onLoss(final LossEvent loss) {
        event("losses");
        final Account account = accounts.computeIfAbsent(loss.streamId(), id -> new Account());
        if (account.lostFrom < 0) {
            account.wrong += account.position != 0 && loss.from() != account.position ? 1 : 0;
            account.lostFrom = loss.from();
        } else {
            account.wrong += loss.from() != account.lostTo ? 1 : 0;
        }
        account.lostTo = loss.to();
        account.lostBytes += loss.to() - loss.from();
    }

    @Override
    public void onAvailableImage(final ImageInfo image) {
        event(image.joinPosition() == 0 ? "available" : "late");
    }

    @Override
    public void onUnavailableImage(final ImageInfo image, final long position, final boolean orderly) {
        event(orderly ? "goodbye" : "silent");
    }

    @Override
    public void onReceiverJoined(final ReceiverInfo receiver) {
        event("joined-" + receiver.name());
    }

    @Override
    public void onReceiverLeft(final ReceiverInfo receiver, final boolean orderly) {
        event((orderly ? "left-" : "dropped-") + receiver.name());
    }

    private void event(final String name) {
        events.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
    }

    private void report(final boolean consumed) {
        final StringBuilder line = new StringBuilder("sent=").append(sent).append(" consumed=").append(consumed ? sent : -1)
            .append(" target=").append(target);
        int stream = 0;
        for (final Account account : accounts.values()) {
            line.append(String.format(" received%1$d=%2$d chain%1$d=%3$d missing%1$d=%4$d lost%1$d=%5$d wrong%1$d=%6$d", stream++,
                account.received, account.chain.value(), account.missing, account.lostBytes, account.wrong));
        }
        events.forEach((name, count) -> line.append(' ').append(name).append('=').append(count.get()));
        System.out.println(line);
    }
}
