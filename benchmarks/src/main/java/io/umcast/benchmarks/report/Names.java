/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.List;

/** What contenders are called in results, tables and plots. */
public final class Names {
    /** Plain C. */
    public static final String FLOOR = "C floor";
    /** Plain C with segmentation offload. */
    public static final String FLOOR_OFFLOAD = "C floor, GSO";
    /** This library. */
    public static final String UMCAST = "umcast";
    /** This library, its session on a thread of its own that sleeps on its sockets. */
    public static final String UMCAST_STARTED = "umcast, started";
    /** Aeron, by its better mode. */
    public static final String AERON = "Aeron";
    /** Aeron with a thread for its driver. */
    public static final String AERON_SHARED = "Aeron, shared";
    /** Aeron with its driver run by the thread that uses it, where that is not its better mode. */
    public static final String AERON_INVOKER = "Aeron, invoker";
    /** ZeroMQ in Java. */
    public static final String JEROMQ = "JeroMQ";
    /** Cyclone DDS. */
    public static final String CYCLONE = "Cyclone DDS";
    /** The JMS broker Apache Artemis. */
    public static final String ARTEMIS = "Artemis";
    /** The JMS broker Apache ActiveMQ Classic. */
    public static final String ACTIVEMQ = "ActiveMQ";

    /** rdma-core's friends: ib_send_bw and ib_send_lat. */
    public static final String PERFTEST = "perftest";

    /** All, in the order of tables. */
    public static final List<String> ALL = List.of(FLOOR, FLOOR_OFFLOAD, UMCAST, UMCAST_STARTED, AERON, AERON_SHARED, AERON_INVOKER, JEROMQ,
        CYCLONE, ARTEMIS, ACTIVEMQ, PERFTEST);

    private Names() {
    }
}
