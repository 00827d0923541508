/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import io.umcast.MembershipEvent;

/** Takes what a connection's memberships are at one moment. */
public interface MembershipReport {
    /**
     * One membership.
     *
     * @param about which: {@code SOURCE@GROUP on INTERFACE, ps=PORTSPACE}, without what it has not.
     * @param state how far it is.
     */
    void membership(String about, MembershipEvent.State state);

    /**
     * How often memberships came into a state.
     *
     * @param state which.
     * @param times transitions into it since the connection was opened.
     */
    void entered(MembershipEvent.State state, long times);
}
