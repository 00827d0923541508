/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.Test;

/** Each benchmark once, without JMH: that it measures what it says. */
class BenchmarksTest {
    private static final int MESSAGES = 113;

    @Test
    void everyDatagramsMessagesAreHandledInOrderAndAfterALoss() {
        final ReceptionBenchmark reception = new ReceptionBenchmark();
        reception.open();
        assertEquals(2 * MESSAGES, reception.inOrder());
        assertEquals(4 * MESSAGES + 1, reception.withLoss()); // and one NAK
        assertEquals(5 * MESSAGES, reception.inOrder());
    }

    @Test
    void theLogTakesAndReleasesWholeBatches() {
        final LogBenchmark log = new LogBenchmark();
        log.open();
        assertEquals(256 * 72, log.offer());
        assertEquals(2 * 256 * 72, log.claimCommit());
    }

    @Test
    void datagramsFollowEachOther() {
        assertEquals(64 * 8136, new DatagramBenchmark().build());
    }

    @Test
    void recordsComeBackFromTheOtherThread() throws NoSuchMethodException, ExecutionException, InterruptedException {
        final HandOverBenchmark handOver = new HandOverBenchmark();
        handOver.open();
        assertEquals(1 << 17, handOver.thereAndBack());
        handOver.close();
    }

    @Test
    void aBatchGoesItsWholeWay() {
        final ExchangeBenchmark exchange = new ExchangeBenchmark();
        exchange.connect();
        assertEquals(256, exchange.exchange());
        exchange.close();
    }

    @Test
    void groupsAndMgidsAreFound() throws UnknownHostException {
        final MappingBenchmark mapping = new MappingBenchmark();
        mapping.open();
        assertTrue(mapping.topicToGroup().isMulticastAddress());
        assertEquals("ff12:401b:ffff:0000:0000:0000:0fc0:0000", mapping.groupToMgid().toString());
    }
}
