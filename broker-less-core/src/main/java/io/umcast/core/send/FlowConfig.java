/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * Whom a stream waits for.
 *
 * @param control       by what rule.
 * @param tag           with {@link FlowControl#MIN}: only receivers of this tag are waited for; 0 for all.
 * @param groupSize     how many of them a publisher needs to count as connected; 0 for any one receiver.
 * @param slowTimeoutNs with {@link FlowControl#MIN}: for how long a receiver may keep the others back before it is dropped; 0 for ever.
 *                      With {@link FlowControl#MAX}: the same, but in sum, see {@link Laggards}.
 */
public record FlowConfig(FlowControl control, long tag, int groupSize, long slowTimeoutNs) {
    private static final long DEFAULT_CREDIT_NS = 200_000_000;

    /**
     * A rule for all receivers alike, which are waited for as long as they report; with {@link FlowControl#MAX}, for 200 ms in sum.
     *
     * @param control the rule.
     * @return a config.
     */
    public static FlowConfig of(final FlowControl control) {
        return new FlowConfig(control, 0, 0, control == FlowControl.MAX ? DEFAULT_CREDIT_NS : 0);
    }

    /** Whether a receiver of a tag is one of those that are waited for. */
    boolean isMember(final long receiverTag) {
        return tag == 0 || control != FlowControl.MIN || receiverTag == tag;
    }
}
