/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.agrona.concurrent.status.AtomicCounter;

import io.umcast.MembershipEvent.State;
import io.umcast.core.counters.CounterType;
import io.umcast.core.counters.CountersFile;
import io.umcast.core.membership.MembershipManager;
import io.umcast.core.membership.MembershipReport;

/** The counters of a connection's memberships: each one's state, gone when it ends, and how often each state was entered. */
final class MembershipCounters implements MembershipReport {
    /** So many are shown one by one: the file has room for 2,048 counters. */
    private static final int MOST = 512;

    private final CountersFile file;
    private final Map<String, AtomicCounter> states = new HashMap<>();
    private final Map<State, AtomicCounter> entered = new EnumMap<>(State.class);
    private final Set<String> seen = new HashSet<>();

    MembershipCounters(final CountersFile file) {
        this.file = file;
    }

    void update(final MembershipManager manager) {
        seen.clear();
        if (manager.report(this)) {
            states.entrySet().removeIf(entry -> {
                final boolean gone = !seen.contains(entry.getKey());
                if (gone) {
                    file.free(entry.getValue());
                }
                return gone;
            });
        }
    }

    @Override
    public void membership(final String about, final State state) {
        if (seen.size() < MOST && seen.add(about)) {
            states.computeIfAbsent(about, key -> file.newCounter(CounterType.MEMBERSHIP_STATE, key)).setRelease(state.ordinal());
        }
    }

    @Override
    public void entered(final State state, final long times) {
        entered.computeIfAbsent(state, key -> file.newCounter(CounterType.entered(key), "")).setRelease(times);
    }
}
