/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

import org.agrona.DirectBuffer;

import io.umcast.Claim;
import io.umcast.Connection;
import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.Umcast;
import io.umcast.config.Config;
import io.umcast.core.group.GroupMapper;

/**
 * umcast over UDP multicast on loopback. Messages go round the publishers of {@code topics} topics, which are spread over {@code groups}
 * groups. There and back have groups of their own, as Aeron's have. With {@code session=started} the session has a thread of its own, which sleeps
 * while there is nothing to do, and this one only looks for commands.
 */
final class UmcastNetwork implements Network {
    private static final long LOOK_NS = 20_000_000;

    private final Connection connection;
    private final Session session;
    private final Topic[] topics;
    private final Publisher[] publishers;
    private final Claim[] claims;
    private final boolean started;
    private int next;

    UmcastNetwork(final Role role, final Settings settings, final Receiver receiver) {
        final int groups = settings.number("groups", 1);
        final int port = settings.number("port", 20_472);
        final boolean back = role.sendsBack() || role.hearsBack();
        final String uri = "udp:interface=lo&mtu=" + settings.text("mtu", "8k") + "&group=239.250.2.1&groups=" + groups +
            "&port=" + port + (back ? "&topics=back@239.250.3.1" : "") + settings.text("uri", "");
        connection = Umcast.connect(uri);
        session = connection.createSession();
        topics = topics(settings.number("topics", 1), GroupMapper.of(Config.resolve(uri, new Properties())));
        final MessageHandler handler = (buffer, offset, length, header) -> receiver.onMessage(buffer, offset, length);
        if (role.hearsBack()) {
            session.subscribe(Topic.of("back"), handler);
        }
        if (role.hearsThere()) {
            for (final Topic topic : topics) {
                session.subscribe(topic, handler);
            }
        }
        publishers = role.sendsThere() || role.sendsBack() ? new Publisher[role.sendsBack() ? 1 : topics.length] : new Publisher[0];
        claims = new Claim[publishers.length];
        for (int i = 0; i < publishers.length; i++) {
            publishers[i] = session.createPublisher(role.sendsBack() ? Topic.of("back") : topics[i]);
            claims[i] = claimFor(i);
        }
        started = settings.text("session", "polled").equals("started");
        if (started) {
            session.start();
        }
    }

    /** Names that go round the groups: few topics fill as many datagrams of as many groups as many do. */
    private static Topic[] topics(final int count, final GroupMapper mapper) {
        final Topic[] topics = new Topic[count];
        int name = 0;
        for (int i = 0; i < count; i++) {
            while (!mapper.groupOf("there." + name).equals(mapper.at(i % mapper.count()))) {
                name++;
            }
            topics[i] = Topic.of("there." + name++);
        }
        return topics;
    }

    /** Publishers of one stream share a claim. */
    private Claim claimFor(final int publisher) {
        for (int i = 0; i < publisher; i++) {
            if (publishers[i].streamId() == publishers[publisher].streamId()) {
                return claims[i];
            }
        }
        return publishers[publisher].newClaim();
    }

    @Override
    public int poll() {
        if (started) {
            LockSupport.parkNanos(LOOK_NS);
            return 0;
        }
        return session.poll();
    }

    @Override
    public boolean isConnected(final int receivers) {
        for (final Publisher publisher : publishers) {
            if (!publisher.isConnected() || connection.subscriberCount(publisher.topic()) < receivers) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean send(final int length, final long sequence, final long timeNs, final int stage) {
        final Claim claim = claims[next];
        if (publishers[next].tryClaim(length, claim) <= 0) {
            return false;
        }
        Stamp.write(claim.buffer(), claim.offset(), sequence, timeNs, stage);
        claim.commit();
        next = next + 1 == publishers.length ? 0 : next + 1;
        return true;
    }

    @Override
    public boolean forward(final DirectBuffer buffer, final int offset, final int length) {
        return publishers[0].offer(buffer, offset, length) > 0;
    }

    @Override
    public void close() {
        connection.close();
    }
}
