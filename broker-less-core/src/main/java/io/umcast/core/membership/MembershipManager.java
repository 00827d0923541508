/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.agrona.ErrorHandler;

import io.umcast.ConnectionListener;
import io.umcast.EndpointException;
import io.umcast.MembershipEvent;
import io.umcast.MembershipEvent.State;
import io.umcast.NetworkEvent;
import io.umcast.core.membership.MembershipTable.Input;
import io.umcast.core.transport.Group;
import io.umcast.core.transport.GroupEndpoint;

/**
 * A connection's memberships: counts who wants which, and keeps device and kernel in order, as {@link MembershipTable} has it. Joining waits
 * for the fabric, under a lock that the conductor only tries; what the network tells meanwhile is kept until the lock is free.
 */
public final class MembershipManager implements AutoCloseable {
    private static final long MS = 1_000_000L;
    private static final long BACKOFF_NS = 100 * MS;
    /** Long enough for IPoIB to leave a group, and for several processes that repair it at the same time to be away together. */
    private static final long REPAIR_NS = 2_000 * MS;
    private static final int DOUBLINGS = 7;
    private static final int MOST_REPAIRS = 4;
    /** IPoIB joins in a work item, some time after the kernel's own list has changed. */
    private static final long FIRST_LOOK_NS = 1_000 * MS;
    private static final long LEAST_LOOK_NS = 100 * MS;
    private static final long LOOK_NS = 5_000 * MS;

    private final List<MembershipPath> paths;
    private final KernelGroups kernel;
    private final KernelWatch watch;
    private final ConnectionListener listener;
    private final ErrorHandler errorHandler;
    private final LongSupplier clockNs;
    private final SplittableRandom random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MembershipKey, Membership> memberships = new LinkedHashMap<>();
    private final Map<State, Long> entered = new EnumMap<>(State.class);
    private long lookNs;
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();

    /** What the network told of a session's groups. */
    private record Told(User user, NetworkEvent.Kind kind, InetAddress group) {
    }

    /**
     * A manager without memberships.
     *
     * @param paths        by which every group is received: one, or two for two feeds.
     * @param kernel       announces groups; closed with the manager.
     * @param watch        looks what became of that.
     * @param listener     told memberships and network events, under a lock: must only pass them on.
     * @param errorHandler takes what cannot be thrown at anybody.
     * @param clockNs      the time in nanoseconds.
     * @param seed         of the random waits.
     */
    public MembershipManager(final List<MembershipPath> paths, final KernelGroups kernel, final KernelWatch watch,
        final ConnectionListener listener, final ErrorHandler errorHandler, final LongSupplier clockNs, final long seed) {
        this.paths = List.copyOf(paths);
        this.kernel = kernel;
        this.watch = watch;
        this.listener = listener;
        this.errorHandler = errorHandler;
        this.clockNs = clockNs;
        this.random = new SplittableRandom(seed);
        lookNs = clockNs.getAsLong();
        for (final State state : State.values()) {
            entered.put(state, 0L);
        }
    }

    /**
     * A session's way to groups.
     *
     * @param sessionId the session's number.
     * @param endpoint  the session's own.
     * @return joins and leaves in order.
     */
    public SessionGroups of(final int sessionId, final GroupEndpoint endpoint) {
        return new User(sessionId, endpoint);
    }

    /** A session. */
    final class User implements SessionGroups {
        private final int sessionId;
        private final GroupEndpoint endpoint;

        User(final int sessionId, final GroupEndpoint endpoint) {
            this.sessionId = sessionId;
            this.endpoint = endpoint;
        }

        @Override
        public void join(final Group group) {
            lock.lock();
            try {
                MembershipManager.this.join(this, group);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void leave(final Group group) {
            lock.lock();
            try {
                MembershipManager.this.leave(this, group);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onEvent(final NetworkEvent.Kind kind, final InetAddress group, final boolean receiving) {
            final boolean ofAll = group == null;
            if (ofAll || receiving && (kind == NetworkEvent.Kind.MEMBERSHIP_LOST || kind == NetworkEvent.Kind.MEMBERSHIP_REGAINED)) {
                told.add(new Told(this, kind, group));
                service();
            }
        }
    }

    /** Does what is due; by the conductor, some times a second. Does not wait: while a join is under way it does nothing. */
    public void service() {
        if (lock.tryLock()) {
            try {
                hear();
                final long nowNs = clockNs.getAsLong();
                if (nowNs - lookNs >= LEAST_LOOK_NS) {
                    lookNs = nowNs;
                    lookAtWhatIsDue(nowNs);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void lookAtWhatIsDue(final long nowNs) {
        final Map<String, KernelWatch.Look> looks = new HashMap<>();
        for (final Membership membership : List.copyOf(memberships.values())) {
            if (nowNs - membership.dueNs() < 0) {
                continue;
            }
            if (membership.state() == State.MEMBER && membership.isWatched()) {
                membership.due(nowNs + LOOK_NS);
                verify(membership, looks.computeIfAbsent(membership.key().networkInterface(), watch::look));
            } else if (membership.state() == State.BACKING_OFF && !membership.onDevice().isEmpty()) {
                announceAgain(membership, "tried again");
            }
        }
    }

    private void hear() {
        for (Told event = told.poll(); event != null; event = told.poll()) {
            for (final Membership membership : List.copyOf(memberships.values())) {
                if (membership.users().contains(event.user) && (event.group == null || event.group.equals(membership.key().group()))) {
                    hear(event, membership);
                }
            }
        }
    }

    private void hear(final Told event, final Membership membership) {
        switch (event.kind) {
            case MEMBERSHIP_REGAINED -> {
                membership.onDevice().add(event.user);
                announceAgain(membership, "the device is joined again");
            }
            case MEMBERSHIP_LOST, FAILED -> {
                membership.onDevice().remove(event.user);
                lose(membership, event.kind == NetworkEvent.Kind.FAILED ? "the device failed" : "the fabric took it away");
            }
            default -> {
                if (membership.state() == State.MEMBER) { // the port or the fabric changed: IPoIB joins anew, too
                    membership.due(clockNs.getAsLong() + FIRST_LOOK_NS);
                }
            }
        }
    }

    private void join(final User user, final Group group) {
        hear();
        final List<Membership> wanted = new ArrayList<>();
        for (final MembershipPath path : paths) {
            final MembershipKey key = key(path, group);
            wanted.add(memberships.computeIfAbsent(key, any -> new Membership(key, group.port(), path)));
        }
        for (final Membership membership : wanted) {
            if (apply(membership, Input.FIRST_USER, "first subscriber") && membership.isAnnouncedByUs()) {
                detect(membership, user);
            }
        }
        try {
            user.endpoint.join(group);
        } catch (final RuntimeException e) {
            wanted.forEach(membership -> apply(membership, Input.DEVICE_REFUSED, e.getMessage()));
            throw e;
        }
        try {
            for (final Membership membership : wanted) {
                membership.users().add(user);
                membership.onDevice().add(user);
                if (apply(membership, Input.DEVICE_JOINED, "joined")) {
                    announce(membership);
                }
            }
        } catch (final RuntimeException e) {
            leave(user, group);
            throw e;
        }
    }

    private static MembershipKey key(final MembershipPath path, final Group group) {
        return new MembershipKey(path.networkInterface().getName(), group.source(), path.groups().apply(group.address()),
            path.portSpace());
    }

    private void leave(final User user, final Group group) {
        hear();
        final List<Membership> ending = new ArrayList<>();
        for (final MembershipPath path : paths) {
            final Membership membership = memberships.get(key(path, group));
            if (membership != null) {
                membership.users().remove(user);
                membership.onDevice().remove(user);
                if (membership.users().isEmpty() && apply(membership, Input.LAST_USER, "last subscriber")) {
                    withdraw(membership);
                    ending.add(membership);
                }
            }
        }
        try {
            user.endpoint.leave(group);
        } finally {
            ending.forEach(membership -> apply(membership, Input.DEVICE_LEFT, "left"));
        }
    }

    /** Does the kernel hear the group already, for somebody else? Ours is not joined yet. */
    private void detect(final Membership membership, final User user) {
        final MembershipKey key = membership.key();
        final KernelWatch.Look look = watch.look(key.networkInterface());
        final KernelWatch.Hearing hearing = look.hearing(key.group());
        if (!look.isLeftToUs() || hearing == KernelWatch.Hearing.NO || look.users(key.group()) == 0 || ours(key) > 1) {
            return; // with umcast 0 the policy has spoken; another source of ours has been looked at
        }
        // without a suspect it may be another umcast, which leaves it to devices, too
        if (hearing == KernelWatch.Hearing.YES || !watch.suspects(key.group(), membership.port()).isEmpty()) {
            membership.foreign(true);
            membership.users().add(user);
            tell(membership, NetworkEvent.Kind.KERNEL_HEARS, (hearing == KernelWatch.Hearing.YES ?
                "IPoIB received the group before this connection joined it; " :
                "the kernel held the group before this connection joined it, and IPoIB may receive it; ") + suspects(membership));
            membership.users().remove(user);
        }
    }

    /** Memberships of this connection that a group has at the kernel: one for each source. */
    private long ours(final MembershipKey key) {
        return memberships.keySet().stream().filter(other -> other.group().equals(key.group()) &&
            other.networkInterface().equals(key.networkInterface())).count();
    }

    private String suspects(final Membership membership) {
        final String suspects = watch.suspects(membership.key().group(), membership.port());
        return suspects.isEmpty() ? "no socket bound to it is found" : suspects;
    }

    private void tell(final Membership membership, final NetworkEvent.Kind kind, final String what) {
        membership.told(true);
        membership.users().forEach(user -> listener.onNetworkEvent(new NetworkEvent(kind, user.sessionId, membership.key().group(),
            membership.key() + ": " + what)));
    }

    /** Some time after it was announced, and again and again. */
    private void verify(final Membership membership, final KernelWatch.Look look) {
        final InetAddress group = membership.key().group();
        if (!membership.isAnnouncedByUs()) {
            verifySocket(membership, look);
        } else if (look.users(group) == 0) {
            withdraw(membership);
            backOff(membership, BACKOFF_NS, 0);
            apply(membership, Input.DISTURBED, "the kernel no longer announces it");
        } else if (membership.isForeign() && look.users(group) <= ours(membership.key())) {
            membership.foreign(false); // who had it has gone, and IPoIB may be made to let go
        } else if (!look.isLeftToUs() || look.hearing(group) != KernelWatch.Hearing.YES) {
            membership.repairs(0);
            membership.told(false);
        } else if (membership.repairs() < MOST_REPAIRS && !membership.isForeign()) {
            withdraw(membership);
            backOff(membership, REPAIR_NS, membership.repairs());
            membership.repairs(membership.repairs() + 1);
            apply(membership, Input.DISTURBED, "IPoIB receives it, too: announced anew when IPoIB has left it");
        } else if (!membership.isTold()) {
            tell(membership, NetworkEvent.Kind.KERNEL_HEARS, "IPoIB receives the group, too, and does not give it back; " +
                suspects(membership));
        }
    }

    /** The other side of it: a socket that IPoIB receives nothing for. */
    private void verifySocket(final Membership membership, final KernelWatch.Look look) {
        final KernelWatch.Hearing hearing = look.hearing(membership.key().group());
        final boolean deaf = look.isLeftToUs() && (hearing == KernelWatch.Hearing.NO ||
            hearing == KernelWatch.Hearing.UNKNOWN && DeviceGroups.has(membership.key()));
        if (deaf && !membership.isTold()) {
            tell(membership, NetworkEvent.Kind.KERNEL_DEAF, (DeviceGroups.has(membership.key()) ?
                "a ps=ipoib connection of this process" : "a program") + " had the group first, and with umcast 1 IPoIB leaves it to that");
        }
        membership.told(deaf);
    }

    /** The kernel joins after the device has. */
    private void announce(final Membership membership) {
        if (membership.isAnnouncedByUs()) {
            try {
                kernel.join(membership.networkInterface(), membership.key().group(), membership.key().source());
            } catch (final EndpointException e) {
                apply(membership, Input.KERNEL_REFUSED, e.getMessage());
                throw e;
            }
        }
        if (membership.isAnnouncedByUs()) {
            membership.registered(true);
        }
        membership.attempts(0);
        membership.due(clockNs.getAsLong() + FIRST_LOOK_NS + random.nextLong(FIRST_LOOK_NS / 2));
        apply(membership, Input.KERNEL_JOINED, switch (membership.announcer()) {
            case OWN_SOCKET -> "announced by IP_ADD_MEMBERSHIP";
            case DATA_SOCKET -> "announced by the data socket";
            case RDMA_CM -> "announced by the rdma_cm";
            case NOBODY -> "no IP group, not announced";
        });
    }

    private void announceAgain(final Membership membership, final String why) {
        if (!apply(membership, Input.DEVICE_JOINED, why)) {
            return;
        }
        try {
            announce(membership);
        } catch (final EndpointException e) {
            membership.attempts(membership.attempts() + 1);
            backOff(membership, BACKOFF_NS, membership.attempts());
            errorHandler.onError(e);
        }
    }

    private void lose(final Membership membership, final String why) {
        if (apply(membership, Input.DEVICE_LOST, why)) {
            withdraw(membership);
            backOff(membership, BACKOFF_NS, 0);
            apply(membership, Input.KERNEL_LEFT, "no longer announced");
        }
    }

    private void withdraw(final Membership membership) {
        if (membership.isAnnouncedByUs()) {
            kernel.leave(membership.networkInterface(), membership.key().group(), membership.key().source());
            membership.registered(false);
        }
    }

    private void backOff(final Membership membership, final long leastNs, final int attempts) {
        final long waitNs = leastNs << Math.min(attempts, DOUBLINGS);
        membership.due(clockNs.getAsLong() + waitNs + random.nextLong(waitNs));
    }

    /** Whether it is another state now. */
    private boolean apply(final Membership membership, final Input input, final String why) {
        final State from = membership.state();
        final State to = MembershipTable.next(from, input);
        if (to == from) {
            return false;
        }
        membership.state(to);
        if (to == State.ABSENT) {
            memberships.remove(membership.key());
        }
        entered.merge(to, 1L, Long::sum);
        final MembershipKey key = membership.key();
        listener.onMembership(new MembershipEvent(key.networkInterface(), key.source(), key.group(), key.portSpace(), from, to, why));
        return true;
    }

    /**
     * Tells what there is now; nothing while a join is under way.
     *
     * @param report told.
     * @return whether it was told.
     */
    public boolean report(final MembershipReport report) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            memberships.values().forEach(membership -> report.membership(membership.key().toString(), membership.state()));
            entered.forEach(report::entered);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves what is announced still. */
    @Override
    public void close() {
        kernel.close();
    }
}
