/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Enumeration;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;

/** Copies messages of other providers, which a producer has to accept. */
final class Foreign {
    private static final int CHUNK = 4096;

    private Foreign() {
    }

    static UmcastMessage copy(final Message message) throws JMSException {
        final UmcastMessage copy = body(message);
        copy.setJMSCorrelationID(message.getJMSCorrelationID());
        copy.setJMSType(message.getJMSType());
        copy.setJMSReplyTo(message.getJMSReplyTo());
        final Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            final String name = (String)names.nextElement();
            if (!name.equals(UmcastMessage.DELIVERY_COUNT)) {
                copy.setObjectProperty(name, message.getObjectProperty(name));
            }
        }
        return copy;
    }

    private static UmcastMessage body(final Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            final UmcastTextMessage copy = new UmcastTextMessage();
            copy.setText(text.getText());
            return copy;
        } else if (message instanceof BytesMessage bytes) {
            return bytes(bytes);
        } else if (message instanceof MapMessage map) {
            final UmcastMapMessage copy = new UmcastMapMessage();
            final Enumeration<?> names = map.getMapNames();
            while (names.hasMoreElements()) {
                final String name = (String)names.nextElement();
                copy.setObject(name, map.getObject(name));
            }
            return copy;
        } else if (message instanceof StreamMessage stream) {
            return stream(stream);
        } else if (message instanceof ObjectMessage object) {
            final UmcastObjectMessage copy = new UmcastObjectMessage();
            copy.setObject(object.getObject());
            return copy;
        }
        return new UmcastMessage();
    }

    private static UmcastMessage bytes(final BytesMessage message) throws JMSException {
        final UmcastBytesMessage copy = new UmcastBytesMessage();
        message.reset();
        final byte[] chunk = new byte[CHUNK];
        for (int count = message.readBytes(chunk); count > 0; count = message.readBytes(chunk)) {
            copy.writeBytes(chunk, 0, count);
        }
        message.reset();
        return copy;
    }

    private static UmcastMessage stream(final StreamMessage message) throws JMSException {
        final UmcastStreamMessage copy = new UmcastStreamMessage();
        message.reset();
        try {
            while (true) {
                copy.writeObject(message.readObject());
            }
        } catch (final MessageEOFException expected) {
            message.reset();
        }
        return copy;
    }
}
