/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Groups of {@code ps=ipoib} that queue pairs of this process receive, so that a socket of it is not deaf without a word. */
final class DeviceGroups {
    private static final Map<Where, Integer> COUNTS = new HashMap<>();

    private DeviceGroups() {
    }

    private record Where(String networkInterface, InetAddress group) {
    }

    static void add(final MembershipKey key) {
        synchronized (COUNTS) {
            COUNTS.merge(where(key), 1, Integer::sum);
        }
    }

    static void remove(final MembershipKey key) {
        synchronized (COUNTS) {
            COUNTS.computeIfPresent(where(key), (any, count) -> count == 1 ? null : count - 1);
        }
    }

    static boolean has(final MembershipKey key) {
        synchronized (COUNTS) {
            return COUNTS.containsKey(where(key));
        }
    }

    private static Where where(final MembershipKey key) {
        return new Where(key.networkInterface(), key.group());
    }
}
