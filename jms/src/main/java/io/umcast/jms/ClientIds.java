/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.PublisherOptions;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.core.time.Pause;

/**
 * Which client ids connections have, here and in other processes. Nobody keeps a register of them: who wants one asks all others, on a topic of their
 * own, and has it when nobody has objected for as long as processes may need to find each other. Later ones are quicker: as soon as
 * all who are known have answered. Of two who ask at once the one with the smaller number has precedence. Holders repeat that they are,
 * so that two who could not hear each other learn of it.
 *
 * <p>Made when the first client id is wanted. Guarded by its own lock; called by the applications' threads, the control session's (other processes),
 * and the thread of events (time).
 */
final class ClientIds implements MessageHandler {
    static final String TOPIC = "umcast.jms.clients";
    private static final byte VERSION = 1;
    private static final byte CLAIM = 1;
    private static final byte HELD = 2;
    private static final byte FREE = 3;
    private static final int FROM_OFFSET = Long.BYTES;
    private static final int TO_OFFSET = 2 * Long.BYTES;
    private static final int ID_OFFSET = 3 * Long.BYTES;
    private static final int MOST_CHARS = 1024;
    private static final long EVERYBODY = 0;
    private static final long ASK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Engine engine;
    private final long me = ThreadLocalRandom.current().nextLong() >>> 1 | 1;
    private final long waitNs;
    private final long startNs = System.nanoTime();
    private final Map<String, Claim> claims = new HashMap<>();
    private final ExpandableArrayBuffer frame = new ExpandableArrayBuffer(256);
    private final Topic topic = Topic.of(TOPIC);
    private final Publisher publisher;
    private boolean telling;

    /** An id that a connection of this process has, or asks for. */
    private static final class Claim {
        private final UmcastConnection owner;
        private final Set<Long> agreed = new HashSet<>();
        /** Who told everybody that they have it, perhaps before they let it go: they agree then, or do not. */
        private final Set<Long> holders = new HashSet<>();
        private final Set<Long> conflicts = new HashSet<>();
        private boolean refused;
        private boolean held;

        Claim(final UmcastConnection owner) {
            this.owner = owner;
        }
    }

    ClientIds(final Engine engine) {
        this.engine = engine;
        this.waitNs = engine.options().clientNs();
        final Session session = engine.controlSession();
        publisher = session.createPublisher(topic, PublisherOptions.CONCURRENT);
        session.subscribe(topic, this);
    }

    /**
     * Takes an id for a connection. Waits for what others say.
     *
     * @throws InvalidClientIDException if another connection has it.
     */
    synchronized void claim(final String id, final UmcastConnection owner) throws JMSException {
        if (id.length() > MOST_CHARS) {
            throw new InvalidClientIDException("a client id has " + MOST_CHARS + " characters at most");
        }
        final Claim claim = new Claim(owner);
        if (claims.putIfAbsent(id, claim) != null) {
            throw new InvalidClientIDException("the client id '" + id + "' is in use by another connection");
        }
        try {
            await(id, claim);
            claim.held = true;
        } finally {
            if (!claim.held) {
                claims.remove(id);
            }
        }
        send(HELD, EVERYBODY, id);
        if (!telling) {
            telling = true;
            engine.later(this::tell, waitNs / 2);
        }
    }

    private void await(final String id, final Claim claim) throws JMSException {
        long lastNs = System.nanoTime();
        long waitedNs = 0;
        long pausedNs = 0;
        long askedNs = lastNs - ASK_NS;
        while (true) {
            final long now = System.nanoTime();
            final long forgivenNs = Pause.forgiven(now - lastNs, waitNs); // in a pause of this process' own nobody can object
            waitedNs += now - lastNs - forgivenNs;
            pausedNs += forgivenNs;
            lastNs = now;
            final boolean waited = waitedNs >= waitNs;
            if (claim.refused || waited && !claim.holders.isEmpty()) {
                throw new InvalidClientIDException("the client id '" + id + "' is in use by a connection of another process");
            }
            if (waited || claim.holders.isEmpty() && now - startNs - pausedNs >= waitNs &&
                claim.agreed.size() >= engine.connection().subscriberCount(topic)) {
                return;
            }
            if (now - askedNs >= ASK_NS) {
                askedNs = now;
                if (send(CLAIM, EVERYBODY, id) == Publisher.CLOSED) {
                    throw new jakarta.jms.IllegalStateException("the connection is closed");
                }
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, ASK_NS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Refusals.because(new JMSException("interrupted while other processes were asked for the client id '" + id + "'"), e);
            }
        }
    }

    synchronized void release(final String id) {
        claims.remove(id);
    }

    /** Repeats which ids are held here, while there are any. */
    private synchronized void tell() {
        telling = !claims.isEmpty();
        if (telling) {
            claims.forEach((id, claim) -> {
                if (claim.held) {
                    send(HELD, EVERYBODY, id);
                }
            });
            engine.later(this::tell, waitNs / 2);
        }
    }

    private long send(final byte type, final long to, final String id) {
        frame.putLong(0, 0);
        frame.putByte(0, VERSION);
        frame.putByte(1, type);
        frame.putLong(FROM_OFFSET, me, ByteOrder.LITTLE_ENDIAN);
        frame.putLong(TO_OFFSET, to, ByteOrder.LITTLE_ENDIAN);
        return publisher.offer(frame, 0, ID_OFFSET + frame.putStringWithoutLengthUtf8(ID_OFFSET, id));
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        if (length <= ID_OFFSET || buffer.getByte(offset) != VERSION) {
            return; // of a later version
        }
        final long from = buffer.getLong(offset + FROM_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final long to = buffer.getLong(offset + TO_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (from != me && (to == me || to == EVERYBODY)) {
            on(buffer.getByte(offset + 1), from, to, buffer.getStringWithoutLengthUtf8(offset + ID_OFFSET, length - ID_OFFSET));
        }
    }

    private synchronized void on(final byte type, final long from, final long to, final String id) {
        final Claim claim = claims.get(id);
        switch (type) {
            case CLAIM -> {
                if (claim == null) {
                    send(FREE, from, id);
                } else if (claim.held || me < from) {
                    send(HELD, from, id); // should it be lost, it is asked for again
                } else {
                    claim.refused = true;
                }
            }
            case HELD -> {
                if (claim != null && !claim.held) {
                    claim.refused |= to == me;
                    claim.holders.add(from);
                } else if (claim != null && to == EVERYBODY && claim.conflicts.add(from)) {
                    claim.owner.tell(new InvalidClientIDException("the client id '" + id + "' is in use by a connection of another process, too: " +
                        "the two did not hear each other"));
                }
            }
            case FREE -> {
                if (claim != null) {
                    claim.agreed.add(from);
                    claim.holders.remove(from);
                }
            }
            default -> {
                // of a later version
            }
        }
        notifyAll();
    }
}
