/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import jakarta.jms.JMSException;

import org.agrona.DirectBuffer;

import io.umcast.Header;
import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.PublisherOptions;
import io.umcast.Session;
import io.umcast.Subscriber;
import io.umcast.Topic;
import io.umcast.core.time.Pause;

/**
 * This process's part in a shared subscription that other processes may be members of. All members receive all messages; each message has
 * one owner, who delivers it. Owners follow from the positions by {@link ShareView}; one member, the leader, says up to which position of each
 * stream which view holds, and nobody delivers beyond that. The others keep copies until the owner says that it is done, so that they
 * can take over what a killed member had.
 *
 * <p>Guarded by its own lock; called by the engine's threads (messages), the control session's thread (other members), the thread of events
 * (time), and those of consumers (take, done).
 */
final class Share implements MessageHandler {
    static final String CONTROL = "umcast.jms.shared.";
    private static final int TICKS = 40;
    private static final long FORGET_NS = TimeUnit.SECONDS.toNanos(60);

    private final Engine engine;
    private final Inbox inbox;
    private final long me = ThreadLocalRandom.current().nextLong() >>> 1 | 1L << 40;
    private final long check;
    private final long timeoutNs;
    private final ShareFrame reading = new ShareFrame();
    private final ShareFrame writing = new ShareFrame();
    private final Map<Long, Member> members = new HashMap<>();
    private final ShareParts parts;
    private final Set<Long> dirty = new HashSet<>();
    private final Set<Long> refused = new HashSet<>();
    private final Topic control;
    private final Subscriber subscriber;
    private final Publisher publisher;
    private Map<Long, ShareDone> viewGone = Map.of();
    private Map<Long, Boolean> viewKilled = Map.of();
    private long leader;
    private long leaderSinceNs;
    private long term;
    private long topTerm;
    private long statusNs;
    private long startNs = System.nanoTime();
    private long roundNs = startNs;
    private long assignNs;
    private boolean statusDue = true;
    private boolean assignDue;
    private boolean flushing;
    private boolean left;

    /** What is known of another process. */
    private static final class Member {
        private long heardNs;
        private long leader;
        private boolean leaving;

        Member(final long heardNs, final long leader) {
            this.heardNs = heardNs;
            this.leader = leader;
        }
    }

    Share(final Engine engine, final Inbox inbox, final String name) {
        this.engine = engine;
        this.inbox = inbox;
        this.timeoutNs = engine.options().shareNs();
        this.parts = new ShareParts(me, inbox, timeoutNs / 2);
        this.check = hash(inbox.destination().name() + '\n' + (inbox.selector() == null ? "" : inbox.selector().text()));
        control = Topic.of(CONTROL + Long.toHexString(hash(name)));
        final Session session = engine.controlSession();
        publisher = session.createPublisher(control, PublisherOptions.CONCURRENT);
        subscriber = session.subscribe(control, this);
        engine.later(this::tick, 0);
    }

    /** FNV-1a. */
    private static long hash(final String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }

    synchronized boolean isLeader() {
        return leader == me;
    }

    private boolean isAlone() {
        return leader == me && parts.view().members().length == 1;
    }

    /** What waits for the leader's word, in bytes. */
    synchronized long heldBytes() {
        return parts.heldBytes();
    }

    /** How many processes share, this one included, as far as is known. */
    synchronized int size() {
        return parts.view().members().length;
    }

    /** Takes a message. By the engine's thread. */
    synchronized void offer(final Delivery delivery, final Header header) {
        final ShareStream stream = parts.stream(header.streamId());
        final long position = header.position();
        statusDue |= stream.received(position, System.nanoTime());
        if (isAlone()) {
            stream.extend(position, parts.view());
            inbox.take(delivery, position, header.source());
            return;
        }
        if (leader == me) {
            extend(stream, position);
        }
        parts.add(stream, position, header.source(), delivery);
    }

    private void extend(final ShareStream stream, final long position) {
        if (stream.extend(position, parts.view())) {
            dirty.add(stream.id());
            if (!flushing) {
                flushing = true;
                engine.soon(this::flush);
            }
        }
    }

    /** A consumer is about to be given a message; whether it may have it. */
    synchronized boolean take(final Delivery delivery) {
        if (delivery.isRevoked()) {
            return false;
        }
        if (delivery.entry() != null) {
            delivery.entry().take();
        }
        return true;
    }

    synchronized void done(final Delivery delivery) {
        if (delivery.entry() != null && !delivery.isRevoked()) {
            delivery.entry().done();
        }
    }

    @Override
    public void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        try {
            final Record frame = reading.decode(buffer, offset, length);
            if (frame instanceof ShareFrame.Status status && status.member() != me && agrees(status.member(), status.check())) {
                onStatus(status);
            } else if (frame instanceof ShareFrame.Assign assign && assign.leader() != me && agrees(assign.leader(), assign.check())) {
                onAssign(assign);
            }
        } catch (final IllegalArgumentException e) {
            engine.onError(e);
        }
    }

    private synchronized boolean agrees(final long member, final long theirs) {
        if (theirs != check && refused.add(member)) {
            inbox.tell(new JMSException("another process has a shared subscription of this name with another topic or selector than " +
                inbox.destination() + ": the two are apart"));
        }
        return theirs == check && !left;
    }

    private synchronized void onStatus(final ShareFrame.Status status) {
        Member member = members.get(status.member());
        if (member == null) {
            if (status.leaving()) {
                return;
            }
            member = new Member(0, 0);
            members.put(status.member(), member);
            statusDue = true;
            assignDue = true;
            engine.soon(this::round);
        }
        final boolean joins = status.leader() == me && member.leader != me;
        member.heardNs = System.nanoTime();
        member.leader = status.leader();
        member.leaving |= status.leaving();
        parts.doneBy(status.member(), status.done());
        topTerm = Math.max(topTerm, status.term());
        if (joins || status.leaving()) {
            engine.soon(this::round);
        }
        if (leader == me && parts.view().contains(status.member())) {
            status.done().lines().forEach((id, line) -> {
                extend(parts.stream(id), line.received()); // what it has heard and this process may not
                parts.assignAll(parts.stream(id));
            });
        }
    }

    private synchronized void onAssign(final ShareFrame.Assign assign) {
        final Member member = members.computeIfAbsent(assign.leader(), id -> new Member(0, 0));
        member.heardNs = System.nanoTime();
        member.leader = assign.leader();
        topTerm = Math.max(topTerm, assign.term());
        if (assign.term() < term || assign.term() == term && leader != 0 && assign.leader() > leader) {
            assignDue = leader == me; // so that it hears of the better one
            return;
        }
        final boolean fresh = assign.leader() != leader || assign.term() != term;
        if (fresh) {
            leader = assign.leader();
            term = assign.term();
            leaderSinceNs = System.nanoTime();
            statusDue = true;
            dirty.clear();
            parts.streams().values().forEach(stream -> parts.rewind(stream, assign.upTo().getOrDefault(stream.id(), 0L),
                assign.view().number()));
            engine.soon(this::round);
        }
        final boolean changed = fresh || !assign.view().equals(parts.view());
        final ShareView before = parts.view();
        assign.upTo().forEach((id, upTo) -> parts.stream(id).extend(upTo, before));
        if (changed) {
            parts.view(assign.view());
            members.keySet().removeAll(assign.gone().keySet());
            for (final long id : assign.view().members()) {
                if (id != me && !members.containsKey(id)) { // the leader has heard it
                    members.put(id, new Member(System.nanoTime(), assign.leader()));
                }
            }
            viewGone = assign.gone();
            viewKilled = assign.killed();
            statusDue = true;
            if (!assign.view().contains(me) && before.contains(me)) {
                parts.expelled();
            } else if (before.contains(me)) {
                parts.inherit(assign.gone(), assign.killed());
            }
        }
        assign.upTo().keySet().forEach(id -> parts.assignAll(parts.stream(id)));
    }

    private boolean isAlive(final Member member, final long nowNs) {
        return member != null && !member.leaving && nowNs - member.heardNs < timeoutNs;
    }

    private void tick() {
        if (round()) {
            engine.later(this::tick, timeoutNs / TICKS);
        }
    }

    /** Does what time asks for; whether this process is a member still. */
    private synchronized boolean round() {
        if (left) {
            return false;
        }
        final long now = System.nanoTime();
        forgivePause(now);
        members.values().removeIf(member -> now - member.heardNs > 4 * timeoutNs);
        if (leader == me) {
            lead(now);
        } else if (leader == 0) {
            begin(now);
        } else if (!isAlive(members.get(leader), now)) {
            succeed(now);
        }
        if (statusDue || now - statusNs > timeoutNs / 4) {
            statusDue = !publishStatus(false);
            statusNs = now;
            parts.inheritFromTheDeaf(now, timeoutNs);
        }
        parts.forgetSilent(now - FORGET_NS);
        return true;
    }

    /** Time in which this process itself stood still is not the others' silence. */
    private void forgivePause(final long now) {
        final long pause = now - roundNs;
        roundNs = now;
        members.values().forEach(member -> member.heardNs = Pause.moved(member.heardNs, pause, timeoutNs, now));
        startNs = Pause.moved(startNs, pause, timeoutNs, now);
        leaderSinceNs = Pause.moved(leaderSinceNs, pause, timeoutNs, now);
        if (Pause.forgiven(pause, timeoutNs) > 0) {
            parts.resumed(now);
        }
    }

    /** Nobody is known to lead: listens for a while, then the first of those who are there begins. */
    private void begin(final long now) {
        if (now - startNs < timeoutNs / 2 || now - startNs < 2 * timeoutNs && isHeard()) {
            return;
        }
        long first = me;
        for (final Map.Entry<Long, Member> each : members.entrySet()) {
            if (isAlive(each.getValue(), now) && each.getValue().leader == 0) {
                first = Math.min(first, each.getKey());
            }
        }
        if (first == me || now - startNs > 3 * timeoutNs) {
            becomeLeader(now);
        }
    }

    /** Whether there are others, and one of them may lead. */
    private boolean isHeard() {
        if (members.isEmpty()) {
            return engine.connection().subscriberCount(control) > 0;
        }
        return members.values().stream().anyMatch(member -> member.leader != 0);
    }

    /** The leader has gone: the first of those that are left follows it. */
    private void succeed(final long now) {
        long first = parts.view().contains(me) ? me : Long.MAX_VALUE;
        for (final long each : parts.view().members()) {
            if (each != leader && isAlive(members.get(each), now)) {
                first = Math.min(first, each);
            }
        }
        final Member gone = members.get(leader);
        final boolean nobody = gone == null || now - gone.heardNs > 3 * timeoutNs;
        if (first == me || nobody || first == Long.MAX_VALUE) {
            becomeLeader(now);
        }
    }

    private void becomeLeader(final long now) {
        final Member before = members.get(leader);
        final boolean inDoubt = leader != 0 && (before == null || !before.leaving);
        term = ++topTerm;
        leader = me;
        leaderSinceNs = now;
        if (inDoubt) { // the killed leader may have delivered some of what it could not tell of any more
            parts.doubt();
        }
        changeView(now);
        parts.streams().values().forEach(stream -> {
            extend(stream, stream.received());
            parts.assignAll(stream);
        });
    }

    private long[] followers(final long now) {
        final Set<Long> ids = new HashSet<>();
        ids.add(me);
        members.forEach((id, member) -> {
            final boolean mayFollow = parts.view().contains(id) && now - leaderSinceNs < timeoutNs;
            if (isAlive(member, now) && (member.leader == me || mayFollow)) {
                ids.add(id);
            }
        });
        final long[] sorted = ids.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private void lead(final long now) {
        if (!Arrays.equals(followers(now), parts.view().members())) {
            changeView(now);
        }
        if (!members.isEmpty() && (assignDue || now - assignNs > timeoutNs / 4)) {
            publishAssign(parts.streams().keySet());
        }
    }

    private void changeView(final long now) {
        flush();
        final Map<Long, ShareDone> gone = new HashMap<>();
        final Map<Long, Boolean> killed = new HashMap<>();
        final ShareView next = parts.view().next(term, followers(now));
        for (final long id : parts.view().members()) {
            if (!next.contains(id)) {
                final Member member = members.get(id);
                gone.put(id, parts.doneBy(id));
                killed.put(id, member == null || !member.leaving);
            }
        }
        parts.view(next);
        viewGone = gone;
        viewKilled = killed;
        parts.inherit(gone, killed);
        publishAssign(parts.streams().keySet());
        gone.keySet().forEach(members::remove);
        parts.forget(gone.keySet());
    }

    private synchronized void flush() {
        flushing = false;
        if (leader == me && !dirty.isEmpty()) {
            publishAssign(dirty);
        }
    }

    private void publishAssign(final Set<Long> ids) {
        final Map<Long, Long> upTo = new HashMap<>();
        ids.forEach(id -> upTo.put(id, parts.stream(id).upTo()));
        final boolean told = publish(writing.encode(new ShareFrame.Assign(me, check, term, parts.view(), upTo, viewGone, viewKilled)));
        if (told) {
            dirty.removeAll(Set.copyOf(ids));
        }
        assignDue = !told;
        assignNs = System.nanoTime();
    }

    private boolean publishStatus(final boolean leaving) {
        return publish(writing.encode(new ShareFrame.Status(me, check, leader, term, leaving, parts.own())));
    }

    private boolean publish(final int length) {
        return publisher.offer(writing.buffer(), 0, length) > 0;
    }

    /** The last consumer of this process is closed. */
    void leave() {
        synchronized (this) {
            flush();
            publishStatus(true);
            left = true;
        }
        subscriber.close();
        publisher.close();
    }
}
