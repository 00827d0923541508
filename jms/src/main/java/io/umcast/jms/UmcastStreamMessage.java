/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.StreamMessage;

import io.umcast.core.message.MessageEncoder;
import io.umcast.message.BodyType;

/** A message whose body is values one after the other. */
final class UmcastStreamMessage extends UmcastMessage implements StreamMessage {
    private List<Object> values;
    private int next;
    private int inBytes;

    @FunctionalInterface
    private interface Reading<T> {
        T from(Object value) throws JMSException;
    }

    private List<Object> values() {
        if (values == null) {
            values = new ArrayList<>();
            if (view() != null) {
                view().forEachValue((name, value) -> values.add(value));
            }
        }
        return values;
    }

    @Override
    void encodeBody(final MessageEncoder encoder) {
        encoder.emptyBody(BodyType.STREAM);
        values().forEach(encoder::streamValue);
        reset();
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        values = new ArrayList<>();
        next = 0;
        inBytes = 0;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(final Class wanted) {
        return false;
    }

    @Override
    public <T> T getBody(final Class<T> wanted) throws JMSException {
        throw new MessageFormatException("a StreamMessage has no body as one object: read its values");
    }

    @Override
    public void reset() {
        bodyReadOnly(true);
        next = 0;
        inBytes = 0;
    }

    /** A value that cannot be converted stays the next one. */
    private <T> T read(final Reading<T> reading) throws JMSException {
        checkBodyReadable();
        if (inBytes > 0) {
            throw new MessageFormatException("the bytes that readBytes(byte[]) began are not read to their end");
        }
        if (next >= values().size()) {
            throw new MessageEOFException("no more values");
        }
        final T value = reading.from(values().get(next));
        next++;
        return value;
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return read(Conversions::toBoolean);
    }

    @Override
    public byte readByte() throws JMSException {
        return read(Conversions::toByte);
    }

    @Override
    public short readShort() throws JMSException {
        return read(Conversions::toShort);
    }

    @Override
    public char readChar() throws JMSException {
        return read(Conversions::toChar);
    }

    @Override
    public int readInt() throws JMSException {
        return read(Conversions::toInt);
    }

    @Override
    public long readLong() throws JMSException {
        return read(Conversions::toLong);
    }

    @Override
    public float readFloat() throws JMSException {
        return read(Conversions::toFloat);
    }

    @Override
    public double readDouble() throws JMSException {
        return read(Conversions::toDouble);
    }

    @Override
    public String readString() throws JMSException {
        return read(Conversions::toText);
    }

    @Override
    public int readBytes(final byte[] into) throws JMSException {
        checkBodyReadable();
        if (next >= values().size()) {
            throw new MessageEOFException("no more values");
        }
        final Object value = values().get(next);
        if (value == null) {
            next++;
            return -1;
        }
        if (!(value instanceof byte[] bytes)) {
            throw new MessageFormatException("a " + value.getClass().getSimpleName() + " cannot be read as byte[]");
        }
        final int from = Math.max(inBytes - 1, 0);
        final int count = Math.min(into.length, bytes.length - from);
        if (count == 0 && inBytes > 0) {
            next++;
            inBytes = 0;
            return -1;
        }
        System.arraycopy(bytes, from, into, 0, count);
        if (count < into.length) {
            next++;
            inBytes = 0;
        } else {
            inBytes = from + count + 1;
        }
        return count;
    }

    @Override
    public Object readObject() throws JMSException {
        return read(value -> value instanceof byte[] bytes ? bytes.clone() : value);
    }

    private void add(final Object value) throws JMSException {
        checkBodyWritable();
        Conversions.checkValue(value, true);
        values().add(value);
    }

    @Override
    public void writeBoolean(final boolean value) throws JMSException {
        add(value);
    }

    @Override
    public void writeByte(final byte value) throws JMSException {
        add(value);
    }

    @Override
    public void writeShort(final short value) throws JMSException {
        add(value);
    }

    @Override
    public void writeChar(final char value) throws JMSException {
        add(value);
    }

    @Override
    public void writeInt(final int value) throws JMSException {
        add(value);
    }

    @Override
    public void writeLong(final long value) throws JMSException {
        add(value);
    }

    @Override
    public void writeFloat(final float value) throws JMSException {
        add(value);
    }

    @Override
    public void writeDouble(final double value) throws JMSException {
        add(value);
    }

    @Override
    public void writeString(final String value) throws JMSException {
        add(value);
    }

    @Override
    public void writeBytes(final byte[] value) throws JMSException {
        add(value == null ? null : value.clone());
    }

    @Override
    public void writeBytes(final byte[] value, final int offset, final int length) throws JMSException {
        add(Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void writeObject(final Object value) throws JMSException {
        add(value instanceof byte[] bytes ? bytes.clone() : value);
    }
}
