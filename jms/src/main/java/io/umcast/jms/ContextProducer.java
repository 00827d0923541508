/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageProducer;

/** The simplified API's producer; the headers and properties that it gives to messages are kept in one of its own. */
final class ContextProducer implements JMSProducer {
    private final UmcastSession session;
    private final MessageProducer producer;
    private final UmcastMessage given = new UmcastMessage();
    private CompletionListener async;

    ContextProducer(final UmcastSession session, final MessageProducer producer) {
        this.session = session;
        this.producer = producer;
    }

    private JMSProducer set(final Refusals.Action action) {
        Refusals.unchecked(action);
        return this;
    }

    @Override
    public JMSProducer send(final Destination destination, final Message message) {
        if (message == null) {
            throw new MessageFormatRuntimeException("there is no message to send");
        }
        return set(() -> {
            for (final Map.Entry<String, Object> property : given.properties().entrySet()) {
                message.setObjectProperty(property.getKey(), property.getValue());
            }
            if (given.getJMSCorrelationID() != null) {
                message.setJMSCorrelationID(given.getJMSCorrelationID());
            }
            if (given.getJMSType() != null) {
                message.setJMSType(given.getJMSType());
            }
            if (given.getJMSReplyTo() != null) {
                message.setJMSReplyTo(given.getJMSReplyTo());
            }
            if (async == null) {
                producer.send(destination, message);
            } else {
                producer.send(destination, message, async);
            }
        });
    }

    @Override
    public JMSProducer send(final Destination destination, final String body) {
        return send(destination, Refusals.unchecked(() -> session.createTextMessage(body)));
    }

    @Override
    public JMSProducer send(final Destination destination, final Map<String, Object> body) {
        return send(destination, Refusals.unchecked(() -> map(body)));
    }

    private MapMessage map(final Map<String, Object> body) throws JMSException {
        final MapMessage message = session.createMapMessage();
        if (body != null) {
            for (final Map.Entry<String, Object> value : body.entrySet()) {
                message.setObject(value.getKey(), value.getValue());
            }
        }
        return message;
    }

    @Override
    public JMSProducer send(final Destination destination, final byte[] body) {
        return send(destination, Refusals.unchecked(() -> bytes(body)));
    }

    private BytesMessage bytes(final byte[] body) throws JMSException {
        final BytesMessage message = session.createBytesMessage();
        if (body != null) {
            message.writeBytes(body);
        }
        return message;
    }

    @Override
    public JMSProducer send(final Destination destination, final Serializable body) {
        return send(destination, Refusals.unchecked(() -> session.createObjectMessage(body)));
    }

    @Override
    public JMSProducer setDisableMessageID(final boolean value) {
        return set(() -> producer.setDisableMessageID(value));
    }

    @Override
    public boolean getDisableMessageID() {
        return Refusals.unchecked(producer::getDisableMessageID);
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(final boolean value) {
        return set(() -> producer.setDisableMessageTimestamp(value));
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return Refusals.unchecked(producer::getDisableMessageTimestamp);
    }

    @Override
    public JMSProducer setDeliveryMode(final int mode) {
        return set(() -> producer.setDeliveryMode(mode));
    }

    @Override
    public int getDeliveryMode() {
        return Refusals.unchecked(producer::getDeliveryMode);
    }

    @Override
    public JMSProducer setPriority(final int priority) {
        return set(() -> producer.setPriority(priority));
    }

    @Override
    public int getPriority() {
        return Refusals.unchecked(producer::getPriority);
    }

    @Override
    public JMSProducer setTimeToLive(final long timeToLive) {
        return set(() -> producer.setTimeToLive(timeToLive));
    }

    @Override
    public long getTimeToLive() {
        return Refusals.unchecked(producer::getTimeToLive);
    }

    @Override
    public JMSProducer setDeliveryDelay(final long delay) {
        return set(() -> producer.setDeliveryDelay(delay));
    }

    @Override
    public long getDeliveryDelay() {
        return Refusals.unchecked(producer::getDeliveryDelay);
    }

    @Override
    public JMSProducer setAsync(final CompletionListener listener) {
        async = listener;
        return this;
    }

    @Override
    public CompletionListener getAsync() {
        return async;
    }

    @Override
    public JMSProducer setProperty(final String name, final boolean value) {
        return set(() -> given.setBooleanProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(final String name, final byte value) {
        return set(() -> given.setByteProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(final String name, final short value) {
        return set(() -> given.setShortProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(final String name, final int value) {
        return set(() -> given.setIntProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(final String name, final long value) {
        return set(() -> given.setLongProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(final String name, final float value) {
        return set(() -> given.setFloatProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(final String name, final double value) {
        return set(() -> given.setDoubleProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(final String name, final String value) {
        return set(() -> given.setStringProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(final String name, final Object value) {
        return set(() -> given.setObjectProperty(name, value));
    }

    @Override
    public JMSProducer clearProperties() {
        given.clearProperties();
        return this;
    }

    @Override
    public boolean propertyExists(final String name) {
        return given.propertyExists(name);
    }

    @Override
    public boolean getBooleanProperty(final String name) {
        return Refusals.unchecked(() -> given.getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(final String name) {
        return Refusals.unchecked(() -> given.getByteProperty(name));
    }

    @Override
    public short getShortProperty(final String name) {
        return Refusals.unchecked(() -> given.getShortProperty(name));
    }

    @Override
    public int getIntProperty(final String name) {
        return Refusals.unchecked(() -> given.getIntProperty(name));
    }

    @Override
    public long getLongProperty(final String name) {
        return Refusals.unchecked(() -> given.getLongProperty(name));
    }

    @Override
    public float getFloatProperty(final String name) {
        return Refusals.unchecked(() -> given.getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(final String name) {
        return Refusals.unchecked(() -> given.getDoubleProperty(name));
    }

    @Override
    public String getStringProperty(final String name) {
        return Refusals.unchecked(() -> given.getStringProperty(name));
    }

    @Override
    public Object getObjectProperty(final String name) {
        return given.getObjectProperty(name);
    }

    @Override
    public Set<String> getPropertyNames() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(given.properties().keySet()));
    }

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(final byte[] value) {
        given.setJMSCorrelationIDAsBytes(value);
        return this;
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        return given.getJMSCorrelationIDAsBytes();
    }

    @Override
    public JMSProducer setJMSCorrelationID(final String value) {
        given.setJMSCorrelationID(value);
        return this;
    }

    @Override
    public String getJMSCorrelationID() {
        return given.getJMSCorrelationID();
    }

    @Override
    public JMSProducer setJMSType(final String value) {
        given.setJMSType(value);
        return this;
    }

    @Override
    public String getJMSType() {
        return given.getJMSType();
    }

    @Override
    public JMSProducer setJMSReplyTo(final Destination value) {
        given.setJMSReplyTo(value);
        return this;
    }

    @Override
    public Destination getJMSReplyTo() {
        return given.getJMSReplyTo();
    }
}
