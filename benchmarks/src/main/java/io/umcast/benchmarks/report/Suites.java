/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.List;

/** The names of the suites, in the order in which they run. */
public final class Suites {
    /** Round trips. */
    public static final String RTT = "rtt";
    /** One way. */
    public static final String THROUGHPUT = "throughput";
    /** One to many. */
    public static final String FANOUT = "fanout";
    /** One way with datagrams lost. */
    public static final String LOSS = "loss";
    /** One to many topics. */
    public static final String TOPICS = "topics";
    /** What processes take that do nothing. */
    public static final String IDLE = "idle";
    /** What the parts of a message's way cost. */
    public static final String COSTS = "costs";

    /** JMS topics, beside brokers. */
    public static final String JMS = "jms";

    /** Queue pairs, in virtual machines: by name alone. */
    public static final String VERBS = "verbs";

    /** All that need nothing but this machine. */
    public static final List<String> ALL = List.of(COSTS, RTT, THROUGHPUT, FANOUT, LOSS, TOPICS, IDLE, JMS);

    private Suites() {
    }
}
