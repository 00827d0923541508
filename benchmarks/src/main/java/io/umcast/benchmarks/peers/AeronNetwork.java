/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Aeron over UDP multicast on loopback. With {@code driver=invoker} the thread that publishes or polls runs the media driver, too; with
 * {@code driver=shared} the driver has one thread beside it, and both back off when they have nothing to do.
 */
final class AeronNetwork implements Network {
    private static final int BUFFER = 4 << 20;
    private static final int TERM = 16 << 20;
    private static final int FRAGMENTS = 256;
    private static final int STREAM = 1001;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker conductor;
    private final ExclusivePublication publication;
    private final Subscription subscription;
    private final FragmentHandler handler;
    private final BufferClaim claim = new BufferClaim();
    private final UnsafeBuffer large = new UnsafeBuffer(new byte[1 << 20]);
    private long followed;

    AeronNetwork(final Role role, final Settings settings, final Receiver receiver) {
        final boolean invoker = "invoker".equals(settings.text("driver", "invoker"));
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName("/dev/shm/umcast-bench-aeron-" + ProcessHandle.current().pid())
            .threadingMode(invoker ? ThreadingMode.INVOKER : ThreadingMode.SHARED).sharedIdleStrategy(new BackoffIdleStrategy())
            .dirDeleteOnStart(true).dirDeleteOnShutdown(true)
            .mtuLength(settings.number("mtu", 8192)).socketSndbufLength(BUFFER).socketRcvbufLength(BUFFER)
            .initialWindowLength(BUFFER / 2).publicationTermBufferLength(TERM));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName())
            .driverAgentInvoker(driverInvoker).useConductorAgentInvoker(true).idleStrategy(new YieldingIdleStrategy()));
        conductor = aeron.conductorAgentInvoker();
        final int port = settings.number("port", 20_461);
        // a term window that min flow control keeps to the slowest receiver, as umcast does
        final String there = "aeron:udp?endpoint=239.250.1.1:" + port + "|interface=127.0.0.1|fc=min";
        final String back = "aeron:udp?endpoint=239.250.1.3:" + port + "|interface=127.0.0.1|fc=min";
        final String heard = role.hearsThere() ? there : role.hearsBack() ? back : null;
        final String sent = role.sendsThere() ? there : role.sendsBack() ? back : null;
        subscription = heard == null ? null : aeron.addSubscription(heard, STREAM);
        publication = sent == null ? null : aeron.addExclusivePublication(sent, STREAM);
        handler = new FragmentAssembler((buffer, offset, length, header) -> receiver.onMessage(buffer, offset, length));
    }

    @Override
    public int poll() {
        int work = driverInvoker == null ? 0 : driverInvoker.invoke();
        work += conductor.invoke();
        return subscription == null ? work : work + subscription.poll(handler, FRAGMENTS);
    }

    @Override
    public boolean isConnected(final int receivers) {
        return (subscription == null || publication == null || subscription.isConnected()) &&
            (publication == null || publication.isConnected() && followed() >= receivers);
    }

    /** How many receivers the flow control goes by: the driver counts them. */
    private long followed() {
        followed = 0;
        aeron.countersReader().forEach((counter, type, key, label) -> {
            if (type == AeronCounters.FLOW_CONTROL_RECEIVERS_COUNTER_TYPE_ID) {
                followed = Math.max(followed, aeron.countersReader().getCounterValue(counter));
            }
        });
        return followed;
    }

    @Override
    public boolean send(final int length, final long sequence, final long timeNs, final int stage) {
        if (length <= publication.maxPayloadLength()) {
            if (publication.tryClaim(length, claim) < 0) {
                return false;
            }
            Stamp.write(claim.buffer(), claim.offset(), sequence, timeNs, stage);
            claim.commit();
            return true;
        }
        Stamp.write(large, 0, sequence, timeNs, stage);
        return publication.offer(large, 0, length) > 0;
    }

    @Override
    public boolean forward(final DirectBuffer buffer, final int offset, final int length) {
        return publication.offer(buffer, offset, length) > 0;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(aeron, driver);
    }
}
