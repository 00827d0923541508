/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.agrona.ErrorHandler;

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
    private static final long BACKOFF_NS = 100_000_000L;
    private static final int BACKOFF_DOUBLINGS = 7;

    private final List<MembershipPath> paths;
    private final KernelGroups kernel;
    private final Consumer<MembershipEvent> listener;
    private final ErrorHandler errorHandler;
    private final LongSupplier clockNs;
    private final SplittableRandom random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<MembershipKey, Membership> memberships = new LinkedHashMap<>();
    private final Map<State, Long> entered = new EnumMap<>(State.class);
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();

    /** What the network told of a session's groups. */
    private record Told(SessionGroups user, NetworkEvent.Kind kind, InetAddress group) {
    }

    /**
     * A manager without memberships.
     *
     * @param paths        by which every group is received: one, or two for two feeds.
     * @param kernel       announces groups; closed with the manager.
     * @param listener     told each transition, under a lock: must only pass it on.
     * @param errorHandler takes what cannot be thrown at anybody.
     * @param clockNs      the time in nanoseconds.
     * @param seed         of the random waits.
     */
    public MembershipManager(final List<MembershipPath> paths, final KernelGroups kernel, final Consumer<MembershipEvent> listener,
        final ErrorHandler errorHandler, final LongSupplier clockNs, final long seed) {
        this.paths = List.copyOf(paths);
        this.kernel = kernel;
        this.listener = listener;
        this.errorHandler = errorHandler;
        this.clockNs = clockNs;
        this.random = new SplittableRandom(seed);
        for (final State state : State.values()) {
            entered.put(state, 0L);
        }
    }

    /**
     * A session's way to groups.
     *
     * @param endpoint the session's own.
     * @return joins and leaves in order.
     */
    public SessionGroups of(final GroupEndpoint endpoint) {
        return new User(endpoint);
    }

    /** A session. */
    private final class User implements SessionGroups {
        private final GroupEndpoint endpoint;

        User(final GroupEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public void join(final Group group) {
            lock.lock();
            try {
                MembershipManager.this.join(this, endpoint, group);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void leave(final Group group) {
            lock.lock();
            try {
                MembershipManager.this.leave(this, endpoint, group);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void onEvent(final NetworkEvent.Kind kind, final InetAddress group, final boolean receiving) {
            final boolean all = kind == NetworkEvent.Kind.FAILED;
            if (all || receiving && (kind == NetworkEvent.Kind.MEMBERSHIP_LOST || kind == NetworkEvent.Kind.MEMBERSHIP_REGAINED)) {
                told.add(new Told(this, kind, all ? null : group));
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
                for (final Membership membership : List.copyOf(memberships.values())) {
                    if (membership.state() == State.BACKING_OFF && !membership.onDevice().isEmpty() && nowNs - membership.dueNs() >= 0) {
                        announceAgain(membership, "tried again");
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void hear() {
        for (Told event = told.poll(); event != null; event = told.poll()) {
            for (final Membership membership : List.copyOf(memberships.values())) {
                if (membership.users().contains(event.user) && (event.group == null || event.group.equals(membership.key().group()))) {
                    if (event.kind == NetworkEvent.Kind.MEMBERSHIP_REGAINED) {
                        membership.onDevice().add(event.user);
                        announceAgain(membership, "the device is joined again");
                    } else {
                        membership.onDevice().remove(event.user);
                        lose(membership, event.kind == NetworkEvent.Kind.FAILED ? "the device failed" : "the fabric took it away");
                    }
                }
            }
        }
    }

    private void join(final User user, final GroupEndpoint endpoint, final Group group) {
        hear();
        final List<Membership> wanted = new ArrayList<>();
        for (final MembershipPath path : paths) {
            final MembershipKey key = new MembershipKey(path.networkInterface().getName(), group.source(),
                path.groups().apply(group.address()), path.portSpace());
            wanted.add(memberships.computeIfAbsent(key, any -> new Membership(key, path)));
        }
        wanted.forEach(membership -> apply(membership, Input.FIRST_USER, "first subscriber"));
        try {
            endpoint.join(group);
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
            leave(user, endpoint, group);
            throw e;
        }
    }

    private void leave(final User user, final GroupEndpoint endpoint, final Group group) {
        hear();
        final List<Membership> ending = new ArrayList<>();
        for (final MembershipPath path : paths) {
            final Membership membership = memberships.get(new MembershipKey(path.networkInterface().getName(), group.source(),
                path.groups().apply(group.address()), path.portSpace()));
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
            endpoint.leave(group);
        } finally {
            ending.forEach(membership -> apply(membership, Input.DEVICE_LEFT, "left"));
        }
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
        membership.due(0, 0);
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
        final int attempts = membership.attempts();
        try {
            announce(membership);
        } catch (final EndpointException e) {
            backOff(membership, attempts + 1);
            errorHandler.onError(e);
        }
    }

    private void lose(final Membership membership, final String why) {
        if (apply(membership, Input.DEVICE_LOST, why)) {
            withdraw(membership);
            backOff(membership, 0);
            apply(membership, Input.KERNEL_LEFT, "no longer announced");
        }
    }

    private void withdraw(final Membership membership) {
        if (membership.isAnnouncedByUs()) {
            kernel.leave(membership.networkInterface(), membership.key().group(), membership.key().source());
        }
    }

    private void backOff(final Membership membership, final int attempts) {
        final long longest = BACKOFF_NS << Math.min(attempts, BACKOFF_DOUBLINGS);
        membership.due(clockNs.getAsLong() + random.nextLong(longest / 2, longest + 1), attempts);
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
        listener.accept(new MembershipEvent(key.networkInterface(), key.source(), key.group(), key.portSpace(), from, to, why));
        return true;
    }

    /**
     * Tells what there is now; nothing while a join is under way.
     *
     * @param report told.
     */
    public void report(final MembershipReport report) {
        if (lock.tryLock()) {
            try {
                memberships.values().forEach(membership ->
                    report.membership(membership.key().toString(), membership.state(), membership.users().size()));
                entered.forEach(report::entered);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Leaves what is announced still. */
    @Override
    public void close() {
        kernel.close();
    }
}
