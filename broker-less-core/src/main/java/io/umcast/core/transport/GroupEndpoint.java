/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

/** What groups are received by: a session's socket, or its queue pair. */
public interface GroupEndpoint {
    /**
     * Begins to receive a group. One call a group; the caller counts.
     *
     * @param group to receive.
     * @throws io.umcast.EndpointException if it cannot be joined.
     */
    void join(Group group);

    /**
     * Ends receiving a group.
     *
     * @param group that was joined.
     */
    void leave(Group group);
}
