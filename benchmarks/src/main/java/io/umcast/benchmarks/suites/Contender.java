/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.suites;

import java.util.ArrayList;
import java.util.List;

import io.umcast.benchmarks.report.Names;

/**
 * Something that is measured.
 *
 * @param name      as in the results.
 * @param program   the agent's network, or the C program.
 * @param reference whether one round is enough: it is no pair of umcast's.
 * @param settings  of each of its processes.
 */
record Contender(String name, String program, boolean reference, List<String> settings) {
    /** Plain C. */
    static final Contender FLOOR = new Contender(Names.FLOOR, Programs.FLOOR, false, List.of());
    /** Plain C with segmentation offload. */
    static final Contender FLOOR_OFFLOAD = new Contender(Names.FLOOR_OFFLOAD, Programs.FLOOR, true, List.of("gso=on"));
    /** This library. */
    static final Contender UMCAST = new Contender(Names.UMCAST, "umcast", false, List.of());
    /** This library's session on a thread of its own, which sleeps on its sockets. */
    static final Contender UMCAST_STARTED = new Contender(Names.UMCAST_STARTED, "umcast", false, List.of("session=started"));
    /** The media driver is run by the thread that uses it. */
    static final Contender AERON = new Contender(Names.AERON, "aeron", false, List.of("driver=invoker"));
    /** The media driver has a thread of its own in each process; all back off, since two of them share a core. */
    static final Contender AERON_SHARED = new Contender(Names.AERON_SHARED, "aeron", true, List.of("driver=shared", "idle=backoff"));
    /** Its I/O thread shares the core. */
    static final Contender JEROMQ = new Contender(Names.JEROMQ, "jeromq", true, List.of("idle=backoff"));
    /** Its receive thread shares the core. */
    static final Contender CYCLONE = new Contender(Names.CYCLONE, Programs.CYCLONE, true, List.of("idle=backoff"));

    /** This library by its JMS provider. */
    static final Contender UMCAST_JMS = new Contender(Names.UMCAST, Programs.UMCAST_JMS, false, List.of());
    /** The broker of JMS, in a process of its own. */
    static final Contender ARTEMIS = new Contender(Names.ARTEMIS, Programs.ARTEMIS, false, List.of());
    /** The other broker, in a process of its own. */
    static final Contender ACTIVEMQ = new Contender(Names.ACTIVEMQ, Programs.ACTIVEMQ, true, List.of());

    /** The arguments of one of its processes; later ones win over earlier ones. */
    List<String> arguments(final String role, final List<String> more) {
        final List<String> arguments = new ArrayList<>(List.of(role));
        arguments.addAll(more);
        for (final String setting : settings) {
            final String key = setting.substring(0, setting.indexOf('=') + 1);
            if (more.stream().noneMatch(other -> other.startsWith(key))) {
                arguments.add(setting);
            }
        }
        return arguments;
    }

    /** The same under another name. */
    Contender named(final String other, final boolean asReference) {
        return new Contender(other, program, asReference, settings);
    }
}
