/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import static io.umcast.MembershipEvent.State.ABSENT;
import static io.umcast.MembershipEvent.State.BACKING_OFF;
import static io.umcast.MembershipEvent.State.JOINED;
import static io.umcast.MembershipEvent.State.JOINING;
import static io.umcast.MembershipEvent.State.LEAVING;
import static io.umcast.MembershipEvent.State.LOST;
import static io.umcast.MembershipEvent.State.MEMBER;

import io.umcast.MembershipEvent.State;

/**
 * The states of a membership and what leads from one to the next: all of it. The order device first, kernel second, and back in reverse, is
 * that of {@code ipoib_mcast_restart_task}: IPoIB leaves a group to user space only if the device has it when the kernel joins it.
 */
final class MembershipTable {
    /** What happens to a membership. */
    enum Input {
        /** The first subscriber of the connection wants it. */
        FIRST_USER,
        /** A device of the connection is joined, for the first time or again. */
        DEVICE_JOINED,
        /** No device could be joined. */
        DEVICE_REFUSED,
        /** It is announced. */
        KERNEL_JOINED,
        /** The kernel refused to announce it. */
        KERNEL_REFUSED,
        /** The fabric took it away (MULTICAST_ERROR), or the device is gone. */
        DEVICE_LOST,
        /** IPoIB receives it, too, or the kernel no longer announces it: the announcement was taken back, and is to be made anew. */
        DISTURBED,
        /** It is no longer announced. */
        KERNEL_LEFT,
        /** The last subscriber is gone. */
        LAST_USER,
        /** The device has left it. */
        DEVICE_LEFT
    }

    private static final State[][] NEXT = new State[State.values().length][Input.values().length];

    static {
        on(ABSENT, Input.FIRST_USER, JOINING);

        on(JOINING, Input.DEVICE_JOINED, JOINED);
        on(JOINING, Input.DEVICE_REFUSED, ABSENT);

        on(JOINED, Input.KERNEL_JOINED, MEMBER);
        on(JOINED, Input.KERNEL_REFUSED, BACKING_OFF);
        on(JOINED, Input.DEVICE_LOST, LOST);
        on(JOINED, Input.LAST_USER, LEAVING);

        on(MEMBER, Input.DEVICE_LOST, LOST);
        on(MEMBER, Input.DISTURBED, BACKING_OFF);
        on(MEMBER, Input.LAST_USER, LEAVING);

        on(LOST, Input.KERNEL_LEFT, BACKING_OFF);
        on(LOST, Input.LAST_USER, LEAVING);

        on(BACKING_OFF, Input.DEVICE_JOINED, JOINED);
        on(BACKING_OFF, Input.LAST_USER, LEAVING);

        on(LEAVING, Input.DEVICE_LEFT, ABSENT);
    }

    private MembershipTable() {
    }

    private static void on(final State from, final Input input, final State to) {
        NEXT[from.ordinal()][input.ordinal()] = to;
    }

    /**
     * Where an input leads.
     *
     * @param from  the state.
     * @param input what happened.
     * @return the next state; the same one if the input means nothing in it.
     */
    static State next(final State from, final Input input) {
        final State to = NEXT[from.ordinal()][input.ordinal()];
        return to == null ? from : to;
    }
}
