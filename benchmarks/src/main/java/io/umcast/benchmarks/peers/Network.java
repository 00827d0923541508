/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import org.agrona.DirectBuffer;

/**
 * A way of moving messages between processes, used by one thread. The methods on the data path do not allocate of their own.
 */
public interface Network extends AutoCloseable {
    /** Takes what arrives. */
    @FunctionalInterface
    interface Receiver {
        /**
         * A message.
         *
         * @param buffer that holds it, until this returns.
         * @param offset where it begins.
         * @param length in bytes.
         */
        void onMessage(DirectBuffer buffer, int offset, int length);
    }

    /**
     * One duty cycle: sends what waits, hands what has arrived to the receiver.
     *
     * @return the work done, 0 for none.
     */
    int poll();

    /**
     * Whether messages sent from now on reach everybody they are meant for.
     *
     * @param receivers how many that are.
     * @return whether all of them are there.
     */
    boolean isConnected(int receivers);

    /**
     * Publishes a stamped message.
     *
     * @param length   in bytes, at least {@link Stamp#LENGTH}.
     * @param sequence of the message in its stage.
     * @param timeNs   when it is sent, or should have been.
     * @param stage    of the measurement.
     * @return whether it was taken; if not, try again after a poll.
     */
    boolean send(int length, long sequence, long timeNs, int stage);

    /**
     * Publishes a copy of a message.
     *
     * @param buffer that holds it.
     * @param offset where it begins.
     * @param length in bytes.
     * @return whether it was taken; if not, try again after a poll.
     */
    boolean forward(DirectBuffer buffer, int offset, int length);

    @Override
    void close();
}
