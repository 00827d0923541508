/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * JeroMQ, ZeroMQ in Java, over TCP on loopback: it has no multicast. PAIR for round trips, XPUB and SUB one way. The side that sends there
 * binds; XPUB refuses what a subscriber's queue has no room for, rather than drop it.
 */
final class JeroMqNetwork implements Network {
    private static final int HIGH_WATER = 1_000; // messages of 64 KB, too, have to fit into the heap
    private static final int BATCH = 256;

    private final ZContext context = new ZContext(1);
    private final ZMQ.Socket socket;
    private final Receiver receiver;
    private final boolean publishing;
    private final boolean sending;
    private final UnsafeBuffer incoming = new UnsafeBuffer(0, 0);
    private int subscribers;

    JeroMqNetwork(final Role role, final Settings settings, final Receiver receiver) {
        this.receiver = receiver;
        final String address = "tcp://127.0.0.1:" + settings.number("port", 20_481);
        publishing = role == Role.SOURCE;
        sending = role != Role.SINK;
        final boolean oneWay = publishing || role == Role.SINK;
        socket = context.createSocket(publishing ? SocketType.XPUB : oneWay ? SocketType.SUB : SocketType.PAIR);
        socket.setHWM(HIGH_WATER);
        socket.setLinger(0);
        socket.setReceiveTimeOut(0);
        if (publishing) {
            socket.setXpubNoDrop(true);
        }
        if (role.sendsThere()) {
            socket.bind(address);
        } else {
            socket.connect(address);
            if (oneWay) {
                socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
            }
        }
    }

    @Override
    public int poll() {
        int work = 0;
        byte[] message = null;
        while (work < BATCH && (message = socket.recv(ZMQ.DONTWAIT)) != null) {
            work++;
            if (publishing) {
                subscribers++;
            } else {
                incoming.wrap(message);
                receiver.onMessage(incoming, 0, message.length);
            }
        }
        return work;
    }

    @Override
    public boolean isConnected(final int receivers) {
        return !publishing || subscribers >= receivers;
    }

    @Override
    public boolean send(final int length, final long sequence, final long timeNs, final int stage) {
        final byte[] message = new byte[length]; // JeroMQ keeps it
        ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).putLong(sequence).putLong(timeNs).putInt(stage);
        return socket.send(message, ZMQ.DONTWAIT);
    }

    @Override
    public boolean forward(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        return sending && socket.send(message, ZMQ.DONTWAIT);
    }

    @Override
    public void close() {
        context.close();
    }
}
