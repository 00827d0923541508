/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;

import io.umcast.NetworkEvent;
import io.umcast.core.transport.Group;
import io.umcast.core.transport.GroupEndpoint;

/** The groups of one session, as the session sees them: one call each for the first subscription and after the last. */
public interface SessionGroups extends GroupEndpoint {
    /**
     * The network below the session has told of something.
     *
     * @param kind      what.
     * @param group     that it is about; null if about none, or all.
     * @param receiving whether it is about the membership that receives the group.
     */
    void onEvent(NetworkEvent.Kind kind, InetAddress group, boolean receiving);

    /**
     * Groups that nobody manages: of a simulated network, or of one that needs no order.
     *
     * @param endpoint that is joined and left.
     * @return the endpoint's own joins and leaves.
     */
    static SessionGroups unmanaged(final GroupEndpoint endpoint) {
        return new SessionGroups() {
            @Override
            public void join(final Group group) {
                endpoint.join(group);
            }

            @Override
            public void leave(final Group group) {
                endpoint.leave(group);
            }

            @Override
            public void onEvent(final NetworkEvent.Kind kind, final InetAddress group, final boolean receiving) {
                // nothing depends on it
            }
        };
    }
}
