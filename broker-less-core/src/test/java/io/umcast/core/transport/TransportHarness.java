/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.umcast.natives.Abi;
import org.agrona.MutableDirectBuffer;

/** Drives transports as the engine does, and waits by polling. */
final class TransportHarness implements AutoCloseable {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    /** A datagram that came. */
    static final class Received {
        private final byte[] bytes;
        private final PeerAddress source;
        private final int flags;

        private Received(final byte[] bytes, final PeerAddress source, final int flags) {
            this.bytes = bytes;
            this.source = source;
            this.flags = flags;
        }

        static Received of(final RxRing rx, final int record) {
            final byte[] bytes = new byte[rx.buffer().getInt(record + Abi.RX_LENGTH)];
            rx.slots().getBytes(rx.buffer().getInt(record + Abi.RX_OFFSET), bytes);
            return new Received(bytes, PeerAddress.read(rx.buffer(), record), rx.buffer().getShort(record + Abi.RX_FLAGS));
        }

        byte[] bytes() {
            return bytes;
        }

        PeerAddress source() {
            return source;
        }

        int flags() {
            return flags;
        }

        String text() {
            return new String(bytes, StandardCharsets.US_ASCII);
        }

        long number() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
    }

    private final Function<TransportConfig, Transport> opener;
    private final Runnable idle;
    private final TransportConfig config;
    private final List<Transport> open = new ArrayList<>();

    TransportHarness(final Function<TransportConfig, Transport> opener, final Runnable idle, final TransportConfig config) {
        this.opener = opener;
        this.idle = idle;
        this.config = config;
    }

    /** The address that a literal means. */
    static InetAddress address(final String literal) {
        try {
            return InetAddress.getAllByName(literal)[0];
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(literal, e);
        }
    }

    static byte[] number(final long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }

    TransportConfig config() {
        return config;
    }

    Transport open() {
        return open(same -> same);
    }

    Transport open(final UnaryOperator<TransportConfig> change) {
        final Transport transport = opener.apply(change.apply(config));
        open.add(transport);
        return transport;
    }

    @Override
    public void close() {
        open.forEach(Transport::close);
    }

    /** Claims, and fills the header with 1, 2, 3...; commits. */
    int claim(final Transport transport, final int destination, final int region, final long offset, final int length,
        final int header) {
        final int at = transport.tx().claim(destination, region, offset, length, header);
        if (at != TxRing.FULL) {
            for (int i = 0; i < header; i++) {
                transport.tx().buffer().putByte(at + i, (byte)(i + 1));
            }
            transport.tx().commit();
        }
        return at;
    }

    /** Claims a datagram that is all header, for the caller to spoil and commit. */
    int claimOnly(final Transport transport, final int destination, final int header) {
        return transport.tx().claim(destination, 0, 0, 0, header);
    }

    void put(final Transport transport, final int destination, final byte[] bytes) {
        final TxRing tx = transport.tx();
        final int at = tx.claim(destination, 0, 0, 0, bytes.length);
        if (at == TxRing.FULL) {
            fail("the tx ring is full");
        }
        final MutableDirectBuffer buffer = tx.buffer();
        buffer.putBytes(at, bytes);
        tx.commit();
    }

    void send(final Transport transport, final int destination, final byte[] bytes) {
        put(transport, destination, bytes);
        await("it is sent", () -> {
            transport.poll(Abi.POLL_SEND);
            return transport.tx().completed() == transport.tx().submitted();
        });
    }

    void poll(final Transport transport, final int mask) {
        transport.poll(mask);
        idle.run();
        transport.poll(mask);
    }

    /** What the data endpoint has now. */
    List<Received> takeData(final Transport transport) {
        poll(transport, Abi.POLL_DATA);
        return take(transport.dataRx(), Integer.MAX_VALUE);
    }

    /** What the control endpoint has now. */
    List<Received> takeControl(final Transport transport) {
        poll(transport, Abi.POLL_CONTROL);
        return take(transport.controlRx(), Integer.MAX_VALUE);
    }

    List<Received> awaitData(final Transport transport, final int count) {
        return await(transport, transport.dataRx(), Abi.POLL_DATA, count);
    }

    List<Received> awaitControl(final Transport transport, final int count) {
        return await(transport, transport.controlRx(), Abi.POLL_CONTROL, count);
    }

    void await(final String what, final BooleanSupplier condition) {
        final long end = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("not within 60 s: " + what);
            }
            idle.run();
        }
    }

    private List<Received> await(final Transport transport, final RxRing rx, final int mask, final int count) {
        final List<Received> all = new ArrayList<>();
        await(count + " datagrams come", () -> {
            transport.poll(mask);
            all.addAll(take(rx, count - all.size()));
            return all.size() >= count;
        });
        return all;
    }

    private static List<Received> take(final RxRing rx, final int most) {
        final List<Received> all = new ArrayList<>();
        while (all.size() < most) {
            final int record = rx.next();
            if (record < 0) {
                break;
            }
            all.add(Received.of(rx, record));
        }
        rx.release();
        return all;
    }
}
