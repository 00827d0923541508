/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import io.umcast.config.PortSpace;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.group.LinkType;
import io.umcast.core.group.Mgid;

/** Topic to group, and group to MGID: once for each topic and group, so these may allocate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MappingBenchmark {
    private static final int GROUPS = 16;
    private static final int PKEY = 0xFFFF;
    private static final int SCOPE = 2;

    private GroupMapper mapper;
    private InetAddress group;

    /**
     * Makes a mapper.
     *
     * @throws UnknownHostException never: the address is a number.
     */
    @Setup(Level.Trial)
    public void open() throws UnknownHostException {
        group = InetAddress.getByName("239.192.0.0");
        mapper = new GroupMapper(group, GROUPS, Map.of());
    }

    /**
     * A topic's group.
     *
     * @return the group.
     */
    @Benchmark
    public InetAddress topicToGroup() {
        return mapper.groupOf("prices.EURUSD");
    }

    /**
     * A group's MGID.
     *
     * @return the MGID.
     */
    @Benchmark
    public Mgid groupToMgid() {
        return Mgid.of(group, PKEY, SCOPE, PortSpace.IPOIB, LinkType.IB);
    }
}
