/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.umcast.core.message.MessageView;

/** Holds the messages of transactions back until all of one topic are there; forgets those that cannot become whole. */
final class GroupAssembler {
    private static final int MOST_GROUPS = 1024;

    private final Map<Key, Group> groups = new LinkedHashMap<>();
    private final List<byte[]> none = List.of();

    private record Key(long streamId, long origin, long group) {
    }

    private static final class Group {
        final List<byte[]> messages = new ArrayList<>();
    }

    /**
     * Adds a message.
     *
     * @return the whole group if this was its last, else nothing.
     */
    synchronized List<byte[]> add(final long streamId, final MessageView view, final byte[] bytes) {
        final Key key = new Key(streamId, view.origin(), view.group());
        final Group group = view.groupIndex() == 0 ? new Group() : groups.get(key);
        if (group == null || group.messages.size() != view.groupIndex()) {
            groups.remove(key);
            return none;
        }
        group.messages.add(bytes);
        if (group.messages.size() == view.groupSize()) {
            groups.remove(key);
            return group.messages;
        }
        groups.put(key, group);
        if (groups.size() > MOST_GROUPS) {
            final Iterator<Key> eldest = groups.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return none;
    }

    /** Forgets what a stream began: a part of it is lost, or it has ended. */
    synchronized void forget(final long streamId) {
        groups.keySet().removeIf(key -> key.streamId() == streamId);
    }
}
