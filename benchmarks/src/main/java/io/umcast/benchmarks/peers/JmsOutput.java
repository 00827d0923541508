/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.nio.ByteBuffer;

import org.agrona.concurrent.UnsafeBuffer;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;

/** Sends stamped bytes messages to a topic: not persistent, without id and timestamp. By one thread. */
final class JmsOutput {
    private static final int LONGEST = 64 << 10;

    private final byte[] bytes = new byte[LONGEST];
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.wrap(bytes));
    private final Session session;
    private final MessageProducer producer;

    JmsOutput(final Session session, final Topic topic) throws JMSException {
        this.session = session;
        producer = session.createProducer(topic);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
    }

    void send(final int length, final long sequence, final long timeNs, final int stage) throws JMSException {
        Stamp.write(buffer, 0, sequence, timeNs, stage);
        final BytesMessage message = session.createBytesMessage();
        message.writeBytes(bytes, 0, length);
        producer.send(message);
    }
}
