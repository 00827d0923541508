/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.util.ArrayList;
import java.util.List;

import io.umcast.core.transport.Group;
import io.umcast.core.transport.PeerAddress;
import io.umcast.core.transport.Region;
import io.umcast.core.transport.RxRing;
import io.umcast.core.transport.Transport;
import io.umcast.core.transport.TxRing;
import io.umcast.natives.Abi;
import org.agrona.concurrent.UnsafeBuffer;

/** A fake transport that only numbers destinations: what is sent is taken from its {@link SentDatagrams}. */
final class FakeTransport implements Transport {
    private final SentDatagrams sent;
    private final UnsafeBuffer stats = new UnsafeBuffer(new byte[Abi.STATS_SIZE]);
    private final List<PeerAddress> peers = new ArrayList<>();

    FakeTransport(final SentDatagrams sent) {
        this.sent = sent;
    }

    /** The destination number that a peer got or will get. */
    static int destination(final int index) {
        return 100 + index;
    }

    @Override
    public Region allocate(final int bytes) {
        throw new UnsupportedOperationException("a fake has no memory");
    }

    @Override
    public void release(final Region region) {
        // nothing is registered
    }

    @Override
    public TxRing tx() {
        return sent.tx();
    }

    @Override
    public RxRing dataRx() {
        throw new UnsupportedOperationException("a fake receives nothing");
    }

    @Override
    public RxRing controlRx() {
        throw new UnsupportedOperationException("a fake receives nothing");
    }

    @Override
    public void join(final Group group) {
        // hears nothing anyway
    }

    @Override
    public void leave(final Group group) {
        // heard nothing anyway
    }

    @Override
    public int openDestination(final Group group) {
        return 1;
    }

    @Override
    public int openDestination(final PeerAddress peer) {
        peers.add(peer);
        return destination(peers.size() - 1);
    }

    @Override
    public void closeDestination(final int destination) {
        // numbers are never given twice
    }

    @Override
    public PeerAddress controlAddress() {
        return null;
    }

    @Override
    public int mtu() {
        return 1000;
    }

    @Override
    public int receiveBufferBytes() {
        return 1 << 20;
    }

    @Override
    public int poll(final int mask) {
        return 0;
    }

    @Override
    public boolean startPoller(final int cpu) {
        return false;
    }

    @Override
    public UnsafeBuffer stats() {
        return stats;
    }

    @Override
    public String describe() {
        return "fake";
    }

    @Override
    public void close() {
        // nothing is open
    }
}
