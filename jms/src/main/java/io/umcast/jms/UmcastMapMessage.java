/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;

import io.umcast.core.message.MessageEncoder;
import io.umcast.message.BodyType;

/** A message whose body is named values. */
final class UmcastMapMessage extends UmcastMessage implements MapMessage {
    private Map<String, Object> values;

    private Map<String, Object> values() {
        if (values == null) {
            values = new LinkedHashMap<>();
            if (view() != null) {
                view().forEachValue(values::put);
            }
        }
        return values;
    }

    @Override
    void encodeBody(final MessageEncoder encoder) {
        encoder.emptyBody(BodyType.MAP);
        values().forEach(encoder::mapValue);
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        values = new LinkedHashMap<>();
    }

    @Override
    Object body() {
        return values().isEmpty() ? null : new LinkedHashMap<>(values());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(final Class wanted) {
        return values().isEmpty() || wanted == Map.class || wanted == Object.class;
    }

    private void put(final String name, final Object value) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("a map's value needs a name");
        }
        checkBodyWritable();
        Conversions.checkValue(value, true);
        values().put(name, value);
    }

    @Override
    public boolean getBoolean(final String name) throws JMSException {
        return Conversions.toBoolean(values().get(name));
    }

    @Override
    public byte getByte(final String name) throws JMSException {
        return Conversions.toByte(values().get(name));
    }

    @Override
    public short getShort(final String name) throws JMSException {
        return Conversions.toShort(values().get(name));
    }

    @Override
    public char getChar(final String name) throws JMSException {
        return Conversions.toChar(values().get(name));
    }

    @Override
    public int getInt(final String name) throws JMSException {
        return Conversions.toInt(values().get(name));
    }

    @Override
    public long getLong(final String name) throws JMSException {
        return Conversions.toLong(values().get(name));
    }

    @Override
    public float getFloat(final String name) throws JMSException {
        return Conversions.toFloat(values().get(name));
    }

    @Override
    public double getDouble(final String name) throws JMSException {
        return Conversions.toDouble(values().get(name));
    }

    @Override
    public String getString(final String name) throws JMSException {
        return Conversions.toText(values().get(name));
    }

    @Override
    public byte[] getBytes(final String name) throws JMSException {
        return Conversions.toBytes(values().get(name));
    }

    @Override
    public Object getObject(final String name) {
        final Object value = values().get(name);
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    @Override
    public Enumeration<String> getMapNames() {
        return Collections.enumeration(values().keySet());
    }

    @Override
    public void setBoolean(final String name, final boolean value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setByte(final String name, final byte value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setShort(final String name, final short value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setChar(final String name, final char value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setInt(final String name, final int value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setLong(final String name, final long value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setFloat(final String name, final float value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setDouble(final String name, final double value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setString(final String name, final String value) throws JMSException {
        put(name, value);
    }

    @Override
    public void setBytes(final String name, final byte[] value) throws JMSException {
        put(name, value == null ? null : value.clone());
    }

    @Override
    public void setBytes(final String name, final byte[] value, final int offset, final int length) throws JMSException {
        put(name, java.util.Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void setObject(final String name, final Object value) throws JMSException {
        put(name, value instanceof byte[] bytes ? bytes.clone() : value);
    }

    @Override
    public boolean itemExists(final String name) {
        return values().containsKey(name);
    }
}
