/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.umcast.MembershipEvent;
import io.umcast.core.counters.CounterType;
import io.umcast.core.counters.CountersSnapshot;

/**
 * A membership of a running connection, as its counters file tells it.
 *
 * @param networkInterface the interface's name.
 * @param group            the group.
 * @param source           the one source that is heard (SSM); empty for any.
 * @param portSpace        {@code udp} or {@code ipoib} for verbs, empty for kernel UDP.
 * @param state            how far it is, such as member.
 */
public record Held(String networkInterface, InetAddress group, String source, String portSpace, String state) {
    private static final Pattern LABEL = Pattern.compile(".*?: (?:(\\S+)@)?([0-9a-fA-F.:]+) on (\\S+?)(?:, ps=(\\w+))?");

    /**
     * All memberships of a connection.
     *
     * @param snapshot of its counters file.
     * @return in the order of the file.
     */
    public static List<Held> of(final CountersSnapshot snapshot) {
        return snapshot.counters().stream().filter(counter -> counter.typeId() == CounterType.MEMBERSHIP_STATE.id())
            .flatMap(counter -> read(counter).stream()).toList();
    }

    private static Optional<Held> read(final CountersSnapshot.Counter counter) {
        final Matcher label = LABEL.matcher(counter.label());
        if (!label.matches()) {
            return Optional.empty();
        }
        try {
            final InetAddress group = InetAddress.getByName(label.group(2)); // an address: nothing is looked up
            return Optional.of(new Held(label.group(3), group, label.group(1) == null ? "" : label.group(1),
                label.group(4) == null ? "" : label.group(4), state(counter.value())));
        } catch (final UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * The word for a state.
     *
     * @param value of its counter.
     * @return such as {@code backing off}; the number if it is none that is known.
     */
    public static String state(final long value) {
        final MembershipEvent.State[] states = MembershipEvent.State.values();
        return value < 0 || value >= states.length ? Long.toString(value) :
            states[(int)value].name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
