/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.ConnectionListener;
import io.umcast.LossEvent;
import io.umcast.MembershipEvent;
import io.umcast.NetworkEvent;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Subscriber;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.cli.Commands;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Several connections in one process, by commands on standard input; NAME is a connection's:
 * <pre>
 * open NAME URI        close NAME
 * sub NAME             unsub NAME             of the topic "numbers"
 * flood NAME COUNT RATE                       publishes COUNT numbers, RATE a second; says "flooded" when all are sent
 * count NAME                                  what was received in order since the last count, and how often the order was broken
 * stop COMMAND                                asks for the end of one of the command line tool's
 * </pre>
 * Each is answered by a line when it is done. Events are printed as they come, warnings go to standard error. It carries out what
 * {@link Commands} does, too. Arguments are names of classes that it loads at once, so that a dump of the loaded classes has them.
 */
final class Peer {
    private static final Topic NUMBERS = Topic.of("numbers");
    private static final Map<String, Peer> PEERS = new HashMap<>();

    private final String name;
    private final Connection connection;
    private final Session session;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();
    private Subscriber subscriber;
    private Publisher publisher;
    private long expected;

    private Peer(final String name, final String uri) {
        this.name = name;
        connection = Umcast.connect(uri, ConnectionConfig.defaults().listener(new Events()));
        session = connection.createSession();
        session.start(new SleepingMillisIdleStrategy(5)); // several share a slow machine
    }

    private final class Events implements ConnectionListener {
        @Override
        public void onMembership(final MembershipEvent event) {
            say("membership " + name + " " + event.group().getHostAddress() + " " + event.from() + ">" + event.to() + " " + event.detail());
        }

        @Override
        public void onNetworkEvent(final NetworkEvent event) {
            say("network " + name + " " + event.kind() + " " + event.detail());
        }

        @Override
        public void onLoss(final LossEvent loss) {
            say("loss " + name + " " + loss.reason());
        }
    }

    private static void say(final String line) {
        synchronized (PEERS) {
            System.out.println(line);
        }
    }

    public static void main(final String[] args) throws IOException, ClassNotFoundException {
        for (final String name : args) {
            Class.forName(name, false, Peer.class.getClassLoader());
        }
        say("ready");
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                if (!Commands.accept(line)) {
                    say(run(line.split(" ")));
                }
            } catch (final RuntimeException e) {
                say("failed " + line + ": " + e.getMessage());
            }
        }
    }

    private static String run(final String[] words) {
        if (words[0].equals("open")) {
            PEERS.put(words[1], new Peer(words[1], words[2]));
            return "opened " + words[1];
        }
        if (words[0].equals("stop")) {
            Commands.stop(words[1]);
            return "stopping " + words[1];
        }
        final Peer peer = PEERS.get(words[1]);
        if (peer == null) {
            return "failed: no connection " + words[1];
        }
        return switch (words[0]) {
            case "sub" -> peer.subscribe();
            case "unsub" -> peer.unsubscribe();
            case "flood" -> peer.flood(Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            case "count" -> "count " + peer.name + " received " + peer.received.get() + " broken " + peer.broken.get() + ".";
            case "close" -> peer.close();
            default -> "failed: no command " + words[0];
        };
    }

    private static void start(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private String subscribe() {
        received.set(0);
        broken.set(0);
        subscriber = session.subscribe(NUMBERS, (buffer, offset, length, header) -> {
            final long number = buffer.getLong(offset);
            if (number != expected && number != 0) {
                broken.incrementAndGet();
            }
            if (number == 0) {
                received.set(0);
            }
            expected = number + 1;
            received.incrementAndGet();
        });
        return "subscribed " + name;
    }

    private String unsubscribe() {
        subscriber.close();
        return "unsubscribed " + name;
    }

    private String flood(final int count, final int rate) {
        if (publisher == null) {
            publisher = session.createPublisher(NUMBERS);
        }
        start("flood " + name, () -> {
            final UnsafeBuffer message = new UnsafeBuffer(new byte[Long.BYTES]);
            final long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                message.putLong(0, i);
                while (publisher.offer(message, 0, Long.BYTES) < 0) {
                    LockSupport.parkNanos(1_000_000L);
                }
                while (System.nanoTime() - begin < i * 1_000_000_000L / rate) {
                    LockSupport.parkNanos(1_000_000L);
                }
            }
            say("flooded " + name + " " + count + ".");
        });
        return "flooding " + name;
    }

    private String close() {
        session.close();
        connection.close();
        return "closed " + name;
    }
}
