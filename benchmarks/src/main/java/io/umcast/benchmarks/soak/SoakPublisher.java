/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.soak;

import java.util.SplittableRandom;

import io.umcast.Claim;
import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;

/** A publisher that its caller's thread polls. */
final class SoakPublisher implements AutoCloseable {
    private static final int MAX_SMALL = 256;
    private static final int MAX_LARGE = 32 * 1024;
    private static final int BURST = 64;

    private final long id;
    private final SplittableRandom random;
    private final Connection connection;
    private final Session session;
    private final Publisher publisher;
    private final Claim claim;
    private long sent;
    private long errors;

    SoakPublisher(final long id, final String uri, final Topic topic, final SplittableRandom random) {
        this.id = id;
        this.random = random;
        this.connection = Umcast.connect(uri, ConnectionConfig.defaults().errorHandler(error -> {
            errors++;
            error.printStackTrace();
        }));
        this.session = connection.createSession();
        this.publisher = session.createPublisher(topic);
        this.claim = publisher.newClaim();
    }

    /** One duty cycle, with as many messages before it as go, up to a burst. */
    int cycle(final boolean publishing) {
        int published = 0;
        while (publishing && published < BURST) {
            final int length = SoakMessage.HEADER + random.nextInt(random.nextInt(100) == 0 ? MAX_LARGE : MAX_SMALL);
            if (publisher.tryClaim(length, claim) < 0) {
                break;
            }
            SoakMessage.fill(claim.buffer(), claim.offset(), length, id, sent++);
            claim.commit();
            published++;
        }
        return session.poll() + published;
    }

    boolean isConnected() {
        return publisher.isConnected();
    }

    boolean isDrained() {
        return publisher.consumedPosition() >= publisher.position();
    }

    int receivers() {
        return connection.subscriberCount(publisher.topic());
    }

    long id() {
        return id;
    }

    long sent() {
        return sent;
    }

    long errors() {
        return errors;
    }

    /** With what it lingers for, its receivers have everything. */
    @Override
    public void close() {
        connection.close();
    }
}
