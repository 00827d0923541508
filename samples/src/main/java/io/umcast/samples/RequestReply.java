/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples;

import java.time.Duration;

import io.umcast.Claim;
import io.umcast.Connection;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;

/** Asks over one topic and is answered over another; a correlation id tells which answer is whose. */
public final class RequestReply {
    private static final Topic REQUESTS = Topic.of("squares.requests");
    private static final Topic REPLIES = Topic.of("squares.replies");
    private static final int CORRELATION = 0;
    private static final int VALUE = Long.BYTES;
    private static final int LENGTH = 2 * Long.BYTES;

    private RequestReply() {
    }

    /**
     * Has numbers squared.
     *
     * @param args how many (1000); a URI to connect with (loopback).
     */
    public static void main(final String[] args) {
        final int count = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        final String uri = args.length > 1 ? args[1] : "udp:interface=lo";
        try (Connection service = Umcast.connect(uri); Connection client = Umcast.connect(uri)) {
            serve(service);
            final Session session = client.createSession();
            final Publisher requests = session.createPublisher(REQUESTS);
            final Claim claim = requests.newClaim();
            final long[] reply = new long[2];
            session.subscribe(REPLIES, (buffer, offset, length, header) -> {
                reply[0] = buffer.getLong(offset + CORRELATION);
                reply[1] = buffer.getLong(offset + VALUE);
            });
            client.awaitSubscribers(REQUESTS, 1, Duration.ofSeconds(10));
            for (long id = 1; id <= count; id++) {
                while (requests.tryClaim(LENGTH, claim) < 0) {
                    session.poll();
                }
                claim.buffer().putLong(claim.offset() + CORRELATION, id);
                claim.buffer().putLong(claim.offset() + VALUE, id);
                claim.commit();
                while (reply[0] != id) {
                    session.poll();
                }
                if (reply[1] != id * id) {
                    throw new IllegalStateException(id + " squared is not " + reply[1]);
                }
            }
            System.out.println(count + " numbers squared, the last to " + reply[1]);
        }
    }

    private static void serve(final Connection connection) {
        final Session session = connection.createSession();
        final Publisher replies = session.createPublisher(REPLIES);
        final Claim claim = replies.newClaim();
        session.subscribe(REQUESTS, (buffer, offset, length, header) -> {
            while (replies.tryClaim(LENGTH, claim) < 0) {
                Thread.onSpinWait(); // until the client's subscription is known here; the conductor hears of it meanwhile
            }
            claim.buffer().putLong(claim.offset() + CORRELATION, buffer.getLong(offset + CORRELATION));
            claim.buffer().putLong(claim.offset() + VALUE, buffer.getLong(offset + VALUE) * buffer.getLong(offset + VALUE));
            claim.commit();
        });
        session.start();
    }
}
