/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.nio.ByteOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;

import io.umcast.core.message.MessageEncoder;
import io.umcast.message.BodyType;

/** A message whose body is bytes; numbers in it are big-endian, as DataOutput writes them. */
final class UmcastBytesMessage extends UmcastMessage implements BytesMessage {
    private static final int INITIAL_BYTES = 256;
    private static final byte[] NONE = {};

    /** Null until something is written. */
    private UnsafeBuffer written;
    private DirectBuffer from;
    private int begin;
    private int length;
    private int position;
    private int at;

    @Override
    void bodyReceived() {
        from = view().bodyBuffer();
        begin = view().bodyOffset();
        length = view().bodyLength();
    }

    @Override
    void encodeBody(final MessageEncoder encoder) {
        if (length == 0) {
            encoder.emptyBody(BodyType.BYTES);
        } else {
            encoder.body(from, begin, length);
        }
        reset();
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        written = null;
        from = null;
        begin = 0;
        length = 0;
        position = 0;
    }

    @Override
    public void reset() {
        bodyReadOnly(true);
        position = 0;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public boolean isBodyAssignableTo(final Class wanted) {
        return length == 0 || wanted == byte[].class || wanted == Object.class;
    }

    @Override
    Object body() {
        if (length == 0) {
            return null;
        }
        reset();
        final byte[] bytes = new byte[length];
        from.getBytes(begin, bytes);
        return bytes;
    }

    @Override
    public long getBodyLength() throws JMSException {
        checkBodyReadable();
        return length;
    }

    private int next(final int count) throws JMSException {
        checkBodyReadable();
        if (count > length - position) {
            throw new MessageEOFException("no more bytes");
        }
        final int at = begin + position;
        position += count;
        return at;
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return from.getByte(next(1)) != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        return from.getByte(next(1));
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return from.getByte(next(1)) & 0xFF;
    }

    @Override
    public short readShort() throws JMSException {
        return from.getShort(next(Short.BYTES), ByteOrder.BIG_ENDIAN);
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return readShort() & 0xFFFF;
    }

    @Override
    public char readChar() throws JMSException {
        return (char)readShort();
    }

    @Override
    public int readInt() throws JMSException {
        return from.getInt(next(Integer.BYTES), ByteOrder.BIG_ENDIAN);
    }

    @Override
    public long readLong() throws JMSException {
        return from.getLong(next(Long.BYTES), ByteOrder.BIG_ENDIAN);
    }

    @Override
    public float readFloat() throws JMSException {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() throws JMSException {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public String readUTF() throws JMSException {
        final int before = position;
        final int size = readUnsignedShort();
        if (size > length - position) {
            position = before;
            throw new MessageEOFException("no more bytes");
        }
        final byte[] bytes = new byte[Short.BYTES + size];
        from.getBytes(begin + before, bytes);
        position += size;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return in.readUTF();
        } catch (final IOException e) {
            position = before;
            throw withCause(new MessageFormatException("not a text as writeUTF writes it"), e);
        }
    }

    @Override
    public int readBytes(final byte[] into) throws JMSException {
        return readBytes(into, into.length);
    }

    @Override
    public int readBytes(final byte[] into, final int count) throws JMSException {
        if (count < 0 || count > into.length) {
            throw new IndexOutOfBoundsException("cannot read " + count + " bytes into an array of " + into.length);
        }
        checkBodyReadable();
        final int some = Math.min(count, length - position);
        if (some == 0) {
            return count > 0 ? -1 : 0;
        }
        from.getBytes(next(some), into, 0, some);
        return some;
    }

    /** Where so many more bytes are written, from {@link #at} on. */
    private UnsafeBuffer room(final int count) throws JMSException {
        checkBodyWritable();
        final int needed = Math.addExact(length, count);
        if (written == null || needed > written.capacity()) {
            final byte[] full = written == null ? NONE : written.byteArray();
            written = new UnsafeBuffer(Arrays.copyOf(full, Math.max(INITIAL_BYTES, Math.max(needed, full.length * 2))));
            from = written;
        }
        at = length;
        length = needed;
        return written;
    }

    @Override
    public void writeBoolean(final boolean value) throws JMSException {
        writeByte(value ? (byte)1 : 0);
    }

    @Override
    public void writeByte(final byte value) throws JMSException {
        room(1).putByte(at, value);
    }

    @Override
    public void writeShort(final short value) throws JMSException {
        room(Short.BYTES).putShort(at, value, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void writeChar(final char value) throws JMSException {
        writeShort((short)value);
    }

    @Override
    public void writeInt(final int value) throws JMSException {
        room(Integer.BYTES).putInt(at, value, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void writeLong(final long value) throws JMSException {
        room(Long.BYTES).putLong(at, value, ByteOrder.BIG_ENDIAN);
    }

    @Override
    public void writeFloat(final float value) throws JMSException {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(final double value) throws JMSException {
        writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeUTF(final String value) throws JMSException {
        checkBodyWritable();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(value);
        } catch (final IOException e) {
            throw withCause(new MessageFormatException("writeUTF takes at most 65,535 bytes"), e);
        }
        writeBytes(bytes.toByteArray());
    }

    private static JMSException withCause(final JMSException exception, final Exception cause) {
        exception.setLinkedException(cause);
        exception.initCause(cause);
        return exception;
    }

    @Override
    public void writeBytes(final byte[] value) throws JMSException {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(final byte[] value, final int offset, final int count) throws JMSException {
        room(count).putBytes(at, value, offset, count);
    }

    @Override
    public void writeObject(final Object value) throws JMSException {
        if (value == null) {
            throw new NullPointerException("null cannot be written to a BytesMessage");
        }
        Conversions.checkValue(value, true);
        if (value instanceof Boolean b) {
            writeBoolean(b);
        } else if (value instanceof Byte b) {
            writeByte(b);
        } else if (value instanceof Short s) {
            writeShort(s);
        } else if (value instanceof Character c) {
            writeChar(c);
        } else if (value instanceof Integer i) {
            writeInt(i);
        } else if (value instanceof Long l) {
            writeLong(l);
        } else if (value instanceof Float f) {
            writeFloat(f);
        } else if (value instanceof Double d) {
            writeDouble(d);
        } else if (value instanceof String s) {
            writeUTF(s);
        } else {
            writeBytes((byte[])value);
        }
    }
}
