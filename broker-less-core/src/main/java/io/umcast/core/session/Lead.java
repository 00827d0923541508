/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Who runs the duty cycles of a started session: its own thread, or a guest, a thread that waits for what they bring and so need not be handed
 * it (leader and followers, as in D. Schmidt's pattern). Whoever leads owns all that is the data thread's.
 *
 * <p>A guest leaves with what it has got, and mostly comes back at once. While one is away for no longer than {@link #LEASE_NS} the session
 * waits for it, since waking the session's own thread costs more than that; {@link #GRACE_NS} if it has come often, but then the own thread
 * sends what it has left unsent. Who stays away longer loses the lead to the own thread and is not let in for a while: it has work of its own.
 */
final class Lead {
    /** How long nobody may lead. */
    static final long LEASE_NS = 1_000_000;
    /** How long while the guest is one that has come often: it may only have lost its core, for slices of time where many want it. */
    static final long GRACE_NS = 16_000_000;
    private static final int OFTEN = 64;
    private static final long LONG_NS = 100_000_000;
    private static final long MIN_BAR_NS = 10_000_000;
    private static final long MAX_BAR_NS = 1_000_000_000;
    private static final long LOOK_NS = 20_000;
    /** {@code Thread.isVirtual}, where there is that (from Java 21 on). */
    private static final MethodHandle IS_VIRTUAL = isVirtual();

    private final EngineClock clock;
    private final BooleanSupplier ended;
    private final Runnable send;
    private final AtomicReference<Thread> holder = new AtomicReference<>();
    private volatile Thread own;
    private volatile Thread wanting;
    private volatile Thread lastGuest;
    /** The own thread sleeps until a guest leaves. */
    private volatile boolean asleep;
    private volatile long leftNs;
    /** The last guest publishes. */
    private volatile boolean sender;
    /** How often guests have come. */
    private final AtomicLong turns = new AtomicLong();
    private volatile long barredUntilNs;
    private long barNs = MIN_BAR_NS;

    /** Also whether the session closes, and what sends what has been published. */
    Lead(final EngineClock clock, final BooleanSupplier ended, final Runnable send) {
        this.clock = clock;
        this.ended = ended;
        this.send = send;
    }

    private static MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (final ReflectiveOperationException e) {
            return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, false), 0, Thread.class);
        }
    }

    private static boolean isVirtual(final Thread thread) {
        try {
            return (boolean)IS_VIRTUAL.invokeExact(thread);
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Takes the lead if it is free; else asks the own thread to give way. Not a virtual thread: it would sleep in native code, and keep its
     * carrier.
     *
     * @param sending whether it is one that publishes, and may leave something unsent.
     * @return whether the caller leads; {@link #leave} follows.
     */
    boolean enter(final boolean sending) {
        final Thread caller = Thread.currentThread();
        final Thread leader = holder.get();
        if (own == null || leader == caller || isVirtual(caller)) {
            return false;
        }
        if (leader == null && holder.compareAndSet(null, caller)) {
            turns.incrementAndGet();
            sender = sending;
            return true;
        }
        if (leader == own && clock.nanoTime() - barredUntilNs >= 0) {
            wanting = caller;
        }
        return false;
    }

    /** A guest has what it waited for. */
    void leave() {
        lastGuest = Thread.currentThread();
        leftNs = clock.nanoTime();
        holder.set(null);
        if (asleep) {
            wakeOwn();
        }
    }

    /** By a guest that has left, and does not come back soon: the own thread need not wait for it. */
    void resign() {
        if (lastGuest == Thread.currentThread() && holder.get() == null) {
            leftNs = clock.nanoTime() - GRACE_NS;
            wakeOwn();
        }
    }

    /** Whether the caller leads. */
    boolean isLeader() {
        return holder.get() == Thread.currentThread();
    }

    /** Whether nobody leads just now, and what the caller publishes would wait for a guest of others: one who publishes is back at once. */
    boolean isAwaited() {
        return holder.get() == null && own != null && !sender && lastGuest != Thread.currentThread();
    }

    /** Whether a guest leads. */
    boolean isGuest() {
        final Thread leader = holder.get();
        return leader != null && leader != own;
    }

    /**
     * By the own thread, between two cycles: lets a guest lead that wants to, until it stays away.
     *
     * @return whether the own thread leads; else the session closes.
     */
    boolean awaitOwnTurn() {
        if (own == null) {
            barredUntilNs = clock.nanoTime();
            holder.set(Thread.currentThread());
            own = Thread.currentThread();
        }
        final Thread guest = wanting;
        if (guest == null) {
            return true;
        }
        wanting = null;
        leftNs = clock.nanoTime();
        holder.set(null);
        LockSupport.unpark(guest);
        if (!follow()) {
            return false;
        }
        bar(clock.nanoTime());
        return true;
    }

    private boolean follow() {
        final long first = turns.get();
        long seen = first;
        long lookNs = LEASE_NS; // longer and longer: each look takes a core from somebody, and the conductor looks, too
        while (!ended.getAsBoolean()) {
            if (holder.get() == null) {
                final long awayNs = clock.nanoTime() - leftNs;
                final long leftForNs = (turns.get() - first >= OFTEN ? GRACE_NS : LEASE_NS) - awayNs;
                if (leftForNs <= 0 && holder.compareAndSet(null, own)) {
                    return true;
                }
                if (awayNs >= LEASE_NS) {
                    send.run(); // what the guest has published since it left
                }
                LockSupport.parkNanos(this, Math.min(leftForNs, LEASE_NS));
            } else if (turns.get() != seen) {
                seen = turns.get();
                LockSupport.parkNanos(this, lookNs);
                lookNs = sender ? LEASE_NS : Math.min(LONG_NS, 2 * lookNs);
            } else {
                asleep = true;
                if (holder.get() != null && !ended.getAsBoolean()) {
                    LockSupport.parkNanos(this, LONG_NS);
                }
                asleep = false;
            }
        }
        return false;
    }

    /** Longer and longer as long as guests stay away again soon. */
    private void bar(final long nowNs) {
        barNs = nowNs - barredUntilNs > MAX_BAR_NS ? MIN_BAR_NS : Math.min(MAX_BAR_NS, barNs * 2);
        barredUntilNs = nowNs + barNs;
    }

    /** By the conductor: wakes the own thread if the guest that is expected back is not. */
    void lookAfterGuest(final long nowNs) {
        if (own != null && holder.get() == null && nowNs - leftNs >= LEASE_NS) {
            wakeOwn();
        }
    }

    /** Ends the own thread's wait, if it does: a guest has left, or the session closes. */
    void wakeOwn() {
        LockSupport.unpark(own); // nobody yet: no effect
    }

    /** Waits until a guest that leads has left: the session closes, and it has been told. */
    void awaitNoGuest() {
        while (isGuest() && !isLeader()) {
            LockSupport.parkNanos(this, LOOK_NS);
        }
    }
}
