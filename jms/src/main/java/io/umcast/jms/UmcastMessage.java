/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;

import io.umcast.core.message.MessageEncoder;
import io.umcast.core.message.MessageLayout;
import io.umcast.core.message.MessageView;
import io.umcast.message.BodyType;

/** A message without a body, and what all messages have. One that was received decodes a part when that is asked for. */
class UmcastMessage implements Message {
    static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    private MessageView view;
    private UmcastSession session;
    private Delivery delivery;
    private Map<String, Object> properties;
    private boolean propertiesReadOnly;
    private boolean bodyReadOnly;
    private String messageId;
    private long timestamp;
    private String correlationId;
    private Destination replyTo;
    private Destination destination;
    private int deliveryMode = DEFAULT_DELIVERY_MODE;
    private boolean redelivered;
    private int deliveryCount;
    private String type;
    private long expiration;
    private long deliveryTime;
    private int priority = DEFAULT_PRIORITY;
    private boolean lazyHeaders;
    private boolean lazyNumbers;

    static UmcastMessage of(final MessageView view) {
        return switch (view.bodyType()) {
            case NONE -> new UmcastMessage();
            case BYTES -> new UmcastBytesMessage();
            case TEXT -> new UmcastTextMessage();
            case MAP -> new UmcastMapMessage();
            case STREAM -> new UmcastStreamMessage();
            case OBJECT -> new UmcastObjectMessage();
        };
    }

    /** Makes it one that was received. */
    final UmcastMessage received(final MessageView from, final Delivery by, final UmcastDestination at, final UmcastSession to) {
        view = from;
        session = to;
        delivery = by;
        destination = at;
        propertiesReadOnly = true;
        bodyReadOnly = true;
        lazyHeaders = true;
        lazyNumbers = true;
        deliveryCount = by == null ? 1 : by.count();
        redelivered = deliveryCount > 1;
        bodyReceived();
        return this;
    }

    /** Called when a body has come with it. */
    void bodyReceived() {
        // nothing to do without a body
    }

    final MessageView view() {
        return view;
    }

    /** Forgets the memory that it was received in; what was not decoded is gone. */
    final void detach() {
        view = null;
    }

    private void numbers() {
        if (lazyNumbers && view != null) {
            lazyNumbers = false;
            timestamp = view.timestamp();
            expiration = view.expiration();
            deliveryTime = view.deliveryTime() == 0 ? timestamp : view.deliveryTime();
            priority = view.priority();
            deliveryMode = view.isPersistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        }
    }

    private void headers() {
        if (lazyHeaders && view != null) {
            lazyHeaders = false;
            correlationId = view.correlationId();
            type = view.type();
            final String name = view.replyTo();
            replyTo = name == null ? null : UmcastDestination.named(name);
            if (!view.isPlain() && !view.hasFlag(MessageLayout.ID_HIDDEN)) {
                messageId = "ID:" + Long.toHexString(view.origin()) + '-' + view.sequence();
            }
        }
    }

    final Map<String, Object> properties() {
        if (properties == null) {
            properties = new LinkedHashMap<>();
            if (view != null) {
                view.forEachProperty(properties::put);
            }
        }
        return properties;
    }

    /** Sets what a message in the making has; the sender's headers are set already. */
    final void encode(final MessageEncoder encoder) throws JMSException {
        headers();
        encoder.correlationId(correlationId).type(type);
        encoder.replyTo(replyTo == null ? null : UmcastDestination.of(replyTo).name());
        if (properties != null || view != null) {
            properties().forEach(encoder::property);
        }
        encodeBody(encoder);
    }

    void encodeBody(final MessageEncoder encoder) throws JMSException {
        encoder.emptyBody(BodyType.NONE);
    }

    final void sent(final Destination to, final String id, final long time, final int mode, final int urgency, final long expires,
        final long deliverAt) {
        headers();
        lazyNumbers = false;
        destination = to;
        messageId = id;
        timestamp = time;
        deliveryMode = mode;
        priority = urgency;
        expiration = expires;
        deliveryTime = deliverAt;
    }

    final void checkBodyWritable() throws MessageNotWriteableException {
        if (bodyReadOnly) {
            throw new MessageNotWriteableException("the body is read-only: clearBody() makes it writable");
        }
    }

    final void checkBodyReadable() throws MessageNotReadableException {
        if (!bodyReadOnly) {
            throw new MessageNotReadableException("the body is write-only: reset() makes it readable");
        }
    }

    final void bodyReadOnly(final boolean value) {
        bodyReadOnly = value;
    }

    final boolean isBodyReadOnly() {
        return bodyReadOnly;
    }

    @Override
    public String getJMSMessageID() {
        headers();
        return messageId;
    }

    @Override
    public void setJMSMessageID(final String id) {
        headers();
        messageId = id;
    }

    @Override
    public long getJMSTimestamp() {
        numbers();
        return timestamp;
    }

    @Override
    public void setJMSTimestamp(final long value) {
        numbers();
        timestamp = value;
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() {
        headers();
        if (correlationId == null) {
            return null;
        }
        final boolean latin = correlationId.chars().allMatch(c -> c <= 0xFF);
        return correlationId.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    @Override
    public void setJMSCorrelationIDAsBytes(final byte[] value) {
        setJMSCorrelationID(value == null ? null : new String(value, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void setJMSCorrelationID(final String value) {
        headers();
        correlationId = value;
    }

    @Override
    public String getJMSCorrelationID() {
        headers();
        return correlationId;
    }

    @Override
    public Destination getJMSReplyTo() {
        headers();
        return replyTo;
    }

    @Override
    public void setJMSReplyTo(final Destination value) {
        headers();
        replyTo = value;
    }

    @Override
    public Destination getJMSDestination() {
        return destination;
    }

    @Override
    public void setJMSDestination(final Destination value) {
        destination = value;
    }

    @Override
    public int getJMSDeliveryMode() {
        numbers();
        return deliveryMode;
    }

    @Override
    public void setJMSDeliveryMode(final int value) {
        numbers();
        deliveryMode = value;
    }

    @Override
    public boolean getJMSRedelivered() {
        return redelivered;
    }

    @Override
    public void setJMSRedelivered(final boolean value) {
        redelivered = value;
    }

    @Override
    public String getJMSType() {
        headers();
        return type;
    }

    @Override
    public void setJMSType(final String value) {
        headers();
        type = value;
    }

    @Override
    public long getJMSExpiration() {
        numbers();
        return expiration;
    }

    @Override
    public void setJMSExpiration(final long value) {
        numbers();
        expiration = value;
    }

    @Override
    public long getJMSDeliveryTime() {
        numbers();
        return deliveryTime;
    }

    @Override
    public void setJMSDeliveryTime(final long value) {
        numbers();
        deliveryTime = value;
    }

    @Override
    public int getJMSPriority() {
        numbers();
        return priority;
    }

    @Override
    public void setJMSPriority(final int value) {
        numbers();
        priority = value;
    }

    @Override
    public void clearProperties() {
        properties = new LinkedHashMap<>();
        propertiesReadOnly = false;
    }

    @Override
    public boolean propertyExists(final String name) {
        return DELIVERY_COUNT.equals(name) ? deliveryCount > 0 : properties().containsKey(name);
    }

    private Object property(final String name) {
        if (name == null) {
            throw new IllegalArgumentException("a property needs a name");
        }
        return DELIVERY_COUNT.equals(name) && deliveryCount > 0 ? (Object)deliveryCount : properties().get(name);
    }

    @Override
    public boolean getBooleanProperty(final String name) throws JMSException {
        return Conversions.toBoolean(property(name));
    }

    @Override
    public byte getByteProperty(final String name) throws JMSException {
        return Conversions.toByte(property(name));
    }

    @Override
    public short getShortProperty(final String name) throws JMSException {
        return Conversions.toShort(property(name));
    }

    @Override
    public int getIntProperty(final String name) throws JMSException {
        return Conversions.toInt(property(name));
    }

    @Override
    public long getLongProperty(final String name) throws JMSException {
        return Conversions.toLong(property(name));
    }

    @Override
    public float getFloatProperty(final String name) throws JMSException {
        final Object value = property(name);
        if (value == null) {
            throw new NullPointerException("there is no property " + name);
        }
        return Conversions.toFloat(value);
    }

    @Override
    public double getDoubleProperty(final String name) throws JMSException {
        final Object value = property(name);
        if (value == null) {
            throw new NullPointerException("there is no property " + name);
        }
        return Conversions.toDouble(value);
    }

    @Override
    public String getStringProperty(final String name) throws JMSException {
        return Conversions.toText(property(name));
    }

    @Override
    public Object getObjectProperty(final String name) {
        return property(name);
    }

    @Override
    public Enumeration<String> getPropertyNames() {
        final Set<String> names = new LinkedHashSet<>(properties().keySet());
        if (deliveryCount > 0) {
            names.add(DELIVERY_COUNT);
        }
        return Collections.enumeration(names);
    }

    private void set(final String name, final Object value) throws JMSException {
        Conversions.checkName(name);
        if (propertiesReadOnly) {
            throw new MessageNotWriteableException("the properties are read-only: clearProperties() makes them writable");
        }
        Conversions.checkValue(value, false);
        properties().put(name, value);
    }

    @Override
    public void setBooleanProperty(final String name, final boolean value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setByteProperty(final String name, final byte value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setShortProperty(final String name, final short value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setIntProperty(final String name, final int value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setLongProperty(final String name, final long value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setFloatProperty(final String name, final float value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setDoubleProperty(final String name, final double value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setStringProperty(final String name, final String value) throws JMSException {
        set(name, value);
    }

    @Override
    public void setObjectProperty(final String name, final Object value) throws JMSException {
        set(name, value);
    }

    @Override
    public void acknowledge() throws JMSException {
        if (session != null) {
            session.acknowledge(delivery);
        }
    }

    @Override
    public void clearBody() throws JMSException {
        bodyReadOnly = false;
    }

    /** The body as an object; null if there is none. */
    Object body() throws JMSException {
        return null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getBody(final Class<T> wanted) throws JMSException {
        if (!isBodyAssignableTo(wanted)) {
            throw new MessageFormatException("the body of a " + getClass().getSimpleName() + " cannot be had as " + wanted.getName());
        }
        return (T)body();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(final Class wanted) throws JMSException {
        final Object body = body();
        return body == null || wanted.isInstance(body);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + getJMSMessageID() + " to " + destination + "]";
    }
}
