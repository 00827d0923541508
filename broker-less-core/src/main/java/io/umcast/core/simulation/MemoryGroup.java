/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.simulation;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Who hears a group, in the order of joining. */
final class MemoryGroup {
    /** A member, and the only source that it hears, or null. */
    private record Member(MemoryTransport transport, InetAddress source) {
    }

    private final List<Member> members = new ArrayList<>();

    boolean join(final MemoryTransport transport, final InetAddress source) {
        final Member member = new Member(transport, source);
        return !members.contains(member) && members.add(member);
    }

    boolean leave(final MemoryTransport transport, final InetAddress source) {
        return members.remove(new Member(transport, source));
    }

    void forget(final MemoryTransport transport) {
        members.removeIf(member -> member.transport == transport);
    }

    int size() {
        return members.size();
    }

    MemoryTransport member(final int index) {
        return members.get(index).transport;
    }

    /** Whether a member hears what this one sends. */
    boolean hears(final int index, final MemoryTransport sender) {
        final Member member = members.get(index);
        return (member.source == null || member.source.equals(sender.address())) &&
            (member.transport != sender || sender.hearsItself());
    }
}
