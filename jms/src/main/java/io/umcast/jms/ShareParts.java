/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A shared subscription's messages in this process: its own, copies of the others', and those that nobody owns yet. Guarded by its share. */
final class ShareParts {
    private static final int MOST_GONE = 64;

    private final long me;
    private final Inbox inbox;
    private final long settleNs;
    private final Map<Long, ShareStream> streams = new HashMap<>();
    private final Map<Long, ShareDone> done = new HashMap<>();
    private final Map<Long, ShareDone> gone = new LinkedHashMap<>();
    private ShareView view = ShareView.NONE;
    private long resumedNs = System.nanoTime();
    private long copyBytes;
    private long heldBytes;

    ShareParts(final long me, final Inbox inbox, final long settleNs) {
        this.me = me;
        this.inbox = inbox;
        this.settleNs = settleNs;
    }

    ShareView view() {
        return view;
    }

    void view(final ShareView value) {
        view = value;
    }

    ShareStream stream(final long id) {
        return streams.computeIfAbsent(id, ShareStream::new);
    }

    Map<Long, ShareStream> streams() {
        return streams;
    }

    /** What waits for the leader's word, in bytes. */
    long heldBytes() {
        return heldBytes;
    }

    ShareDone doneBy(final long member) {
        return done.getOrDefault(member, ShareDone.NOTHING);
    }

    void forget(final Set<Long> members) {
        done.keySet().removeAll(members);
    }

    /** Another member tells what it has done. */
    void doneBy(final long member, final ShareDone what) {
        done.put(member, what);
        what.lines().forEach((id, line) -> {
            for (final ShareStream.Entry entry : stream(id).snapshot()) {
                if (entry.owner() == member && line.lacks(entry.position())) {
                    giveToOneWhoHasIt(entry);
                } else if (entry.owner() == member && entry.isDoneBy(what, settleNs)) {
                    remove(entry);
                }
            }
        });
    }

    /** A member that has joined the stream behind a message cannot deliver it: he who would own it without that member does. */
    private void giveToOneWhoHasIt(final ShareStream.Entry entry) {
        entry.inheritedFrom(entry.owner(), 0);
        give(entry, ownerWhoHas(entry));
    }

    /** Whose a message is now, among those that are not known to have joined its stream behind it. */
    private long ownerWhoHas(final ShareStream.Entry entry) {
        final long stream = entry.stream().id();
        return view.without(each -> each != me && doneBy(each).lacks(stream, entry.position())).owner(stream, entry.position());
    }

    /** This process stood still until now: what the others have told meanwhile is still to be read. */
    void resumed(final long nowNs) {
        resumedNs = nowNs;
    }

    /** Takes over what belongs to members who do not hear its stream at all: in that time they have spoken, and not told that they do. */
    void inheritFromTheDeaf(final long nowNs, final long timeoutNs) {
        final long beforeNs = nowNs - timeoutNs;
        if (resumedNs - beforeNs > 0) {
            return;
        }
        for (final ShareStream stream : streams.values()) {
            for (final ShareStream.Entry entry : stream.snapshot()) {
                if (entry.owner() != 0 && entry.owner() != me && entry.atNs() - beforeNs < 0 && isDeaf(entry.owner(), stream) &&
                    hasSpokenSince(entry.owner(), entry.atNs())) { // else he may be dead, and have delivered it
                    entry.inheritedFrom(0, System.nanoTime());
                    give(entry, view.without(each -> each != me && isDeaf(each, stream)).owner(stream.id(), entry.position()));
                }
            }
        }
    }

    private boolean isDeaf(final long member, final ShareStream stream) {
        return !doneBy(member).hears(stream.id());
    }

    private boolean hasSpokenSince(final long member, final long ns) {
        final ShareDone told = done.get(member);
        return told != null && told.heardNs() - ns > settleNs;
    }

    /** Keeps a message until its owner is known, or for him. */
    void add(final ShareStream stream, final long position, final Object source, final Delivery delivery) {
        ShareStream.Entry entry = stream.entries().get(position);
        if (entry == null) {
            entry = new ShareStream.Entry(stream, position, source);
            stream.entries().put(position, entry);
        }
        entry.add(delivery);
        if (entry.owner() == me) {
            inbox.take(delivery, position, source); // the next of a transaction
        } else if (entry.owner() != 0) {
            copyBytes += delivery.length();
        } else {
            heldBytes += delivery.length();
            if (position <= stream.upTo()) {
                assign(entry);
            } else if (heldBytes > inbox.limitBytes()) {
                remove(entry);
                inbox.drop(position, source);
            }
        }
    }

    private void remove(final ShareStream.Entry entry) {
        if (entry.stream().entries().remove(entry.position()) == null) {
            return;
        }
        if (entry.owner() == 0) {
            heldBytes -= entry.bytes();
        } else if (entry.owner() != me) {
            copyBytes -= entry.bytes();
        }
    }

    /** Nobody has been told yet whose these are, but one who is gone may have delivered them. */
    void doubt() {
        streams.values().forEach(stream -> stream.entries().values().stream().filter(entry -> entry.owner() == 0)
            .forEach(entry -> entry.renew(true)));
    }

    /** Finds the owner of a message that a leader has parted. */
    private void assign(final ShareStream.Entry entry) {
        final ShareStream stream = entry.stream();
        final ShareView parted = stream.viewOf(entry.position(), view);
        final long owner = parted.owner(stream.id(), entry.position());
        if (!parted.contains(me)) {
            remove(entry); // it was parted before this process came
            return;
        }
        final ShareDone told = view.contains(owner) ? doneBy(owner) : gone.getOrDefault(owner, ShareDone.NOTHING);
        if (owner != me && told.lacks(stream.id(), entry.position())) {
            entry.owner(owner);
            heldBytes -= entry.bytes();
            copyBytes += entry.bytes();
            giveToOneWhoHasIt(entry);
        } else if (owner != me && entry.isDoneBy(told, settleNs)) {
            remove(entry);
        } else {
            if (!view.contains(owner)) {
                entry.inheritedBy(view.number());
            }
            give(entry, view.contains(owner) ? owner : ownerWhoHas(entry));
        }
    }

    private void give(final ShareStream.Entry entry, final long owner) {
        if (entry.owner() == 0) {
            heldBytes -= entry.bytes();
        } else {
            copyBytes -= entry.bytes();
        }
        entry.owner(owner);
        if (owner == me) {
            for (final Delivery delivery : entry.deliveries()) {
                inbox.take(delivery, entry.position(), entry.source());
            }
            return;
        }
        copyBytes += entry.bytes();
        final long most = inbox.limitBytes() * Math.max(1, view.members().length - 1); // the others' queues are bounded as ours is
        if (copyBytes > most) {
            dropCopies(most - most / 8);
        }
    }

    private void dropCopies(final long untilBytes) {
        for (final ShareStream stream : streams.values()) {
            for (final ShareStream.Entry entry : stream.snapshot()) {
                if (copyBytes > untilBytes && entry.owner() != 0 && entry.owner() != me) {
                    remove(entry);
                }
            }
        }
    }

    void assignAll(final ShareStream stream) {
        for (final ShareStream.Entry entry : stream.entries().headMap(stream.upTo(), true).values().toArray(new ShareStream.Entry[0])) {
            if (entry.owner() == 0) {
                assign(entry);
            }
        }
    }

    /** Parts anew what belonged to members that are gone. */
    void inherit(final Map<Long, ShareDone> left, final Map<Long, Boolean> killed) {
        gone.putAll(left);
        while (gone.size() > MOST_GONE) {
            gone.remove(gone.keySet().iterator().next());
        }
        for (final ShareStream stream : streams.values()) {
            for (final ShareStream.Entry entry : stream.snapshot()) {
                final long owner = entry.owner();
                if (owner == 0 || owner == me || view.contains(owner)) {
                    continue;
                }
                final ShareDone told = gone.getOrDefault(owner, ShareDone.NOTHING);
                if (!told.lacks(stream.id(), entry.position()) && entry.isDoneBy(told, settleNs)) {
                    remove(entry);
                } else {
                    entry.inheritedBy(view.number());
                    entry.renew(killed.getOrDefault(owner, Boolean.TRUE));
                    give(entry, ownerWhoHas(entry));
                }
            }
        }
    }

    /** A new leader, whose view has that number, knows what was parted up to a position. */
    void rewind(final ShareStream stream, final long upTo, final long viewNumber) {
        stream.rewind(upTo);
        stream.entries().values().forEach(entry -> entry.inheritedAtMostBy(viewNumber));
        for (final ShareStream.Entry entry : stream.entries().tailMap(upTo, false).values()) {
            if (entry.owner() != 0 && !entry.isTaken() && !entry.isDone()) {
                if (entry.owner() != me) {
                    copyBytes -= entry.bytes();
                }
                entry.renew(false);
                entry.inheritedBy(0);
                entry.owner(0);
                heldBytes += entry.bytes();
            }
        }
    }

    /** The others take this process for dead and have taken over what it had. */
    void expelled() {
        for (final ShareStream stream : streams.values()) {
            for (final ShareStream.Entry entry : stream.entries().headMap(stream.upTo(), true).values().toArray(new ShareStream.Entry[0])) {
                if (!entry.isTaken()) {
                    entry.renew(false);
                }
                remove(entry);
            }
        }
    }

    /** What this process has done. */
    ShareDone own() {
        final ShareDone own = new ShareDone(view.number());
        streams.forEach((id, stream) -> {
            final long[] knows = Stream.of(done, gone).flatMap(each -> each.entrySet().stream()).filter(each -> each.getValue().hears(id))
                .mapToLong(Map.Entry::getKey).distinct().sorted().toArray();
            own.lines().put(id, stream.line(me, knows));
        });
        return own;
    }

    void forgetSilent(final long beforeNs) {
        streams.values().removeIf(stream -> stream.entries().isEmpty() && stream.touchedNs() - beforeNs < 0);
    }
}
