/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** Who the members of a shared subscription are, from some position of each stream on: what each message's owner follows from. */
final class ShareView {
    static final ShareView NONE = new ShareView(0);
    private static final int TERM_SHIFT = 32;

    private final long number;
    private final long[] members;

    /** Later views have higher numbers; members' ids ascend. */
    ShareView(final long number, final long... members) {
        this.number = number;
        this.members = members;
    }

    /** A leader's next view: its number is higher than that of each view of those who led before, whether it has heard of them or not. */
    ShareView next(final long term, final long... newMembers) {
        return new ShareView(Math.max(number + 1, term << TERM_SHIFT), newMembers);
    }

    long number() {
        return number;
    }

    long[] members() {
        return members;
    }

    boolean contains(final long member) {
        return Arrays.binarySearch(members, member) >= 0;
    }

    ShareView without(final LongPredicate leftOut) {
        return new ShareView(number, Arrays.stream(members).filter(leftOut.negate()).toArray());
    }

    /** The member that a message is for, by rendezvous hashing: who stays keeps what is his when others come and go; 0 if there is none. */
    long owner(final long streamId, final long position) {
        long owner = 0;
        long best = 0;
        for (final long member : members) {
            final long weight = mix(member ^ mix(streamId + mix(position)));
            if (owner == 0 || weight > best) {
                owner = member;
                best = weight;
            }
        }
        return owner;
    }

    /** The finalizer of SplitMix64. */
    private static long mix(final long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof ShareView view && view.number == number && Arrays.equals(view.members, members);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + Arrays.hashCode(members);
    }

    @Override
    public String toString() {
        return number + Arrays.toString(members);
    }
}
