/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import java.nio.ByteBuffer;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;

import io.umcast.Claim;
import io.umcast.Publisher;
import io.umcast.message.BodyType;
import io.umcast.message.FieldType;
import io.umcast.message.MessageFormatException;
import io.umcast.message.OutgoingMessage;

/**
 * A message to be sent. It refers to what it is given, knows its encoded length, and writes itself once, by a Chronicle view that is
 * pointed at the memory claimed for it. Reusable; by one thread at a time.
 */
public final class MessageEncoder implements OutgoingMessage {
    private static final DirectBuffer NO_BYTES = new UnsafeBuffer(new byte[0]);
    static final int NORMAL_PRIORITY = 4;

    private final UnsafeBuffer somewhere = new UnsafeBuffer(ByteBuffer.allocateDirect(Long.BYTES));
    private final PointerBytesStore memory = new PointerBytesStore();
    private final Bytes<?> out;
    private final FieldList properties = new FieldList();
    private final FieldList values = new FieldList();
    private long origin;
    private long sequence;
    private long timestamp;
    private long expiration;
    private long deliveryTime;
    private long group;
    private int groupIndex;
    private int groupSize;
    private int priority;
    private int flags;
    private CharSequence correlationId;
    private CharSequence replyTo;
    private CharSequence type;
    private BodyType bodyType;
    private CharSequence text;
    private DirectBuffer body;
    private int bodyOffset;
    private int bodyLength;
    private int correlationLength;
    private int replyToLength;
    private int typeLength;

    /**
     * An empty message.
     *
     * @param origin of all messages of this encoder.
     */
    public MessageEncoder(final long origin) {
        this.origin = origin;
        memory.set(somewhere.addressOffset(), somewhere.capacity());
        out = memory.bytesForWrite();
        out.singleThreadedCheckDisabled(true);
        clear();
    }

    /**
     * Sets the origin.
     *
     * @param value 64 bits.
     * @return this.
     */
    public MessageEncoder origin(final long value) {
        origin = value;
        return this;
    }

    @Override
    public MessageEncoder clear() {
        sequence = 0;
        timestamp = 0;
        expiration = 0;
        deliveryTime = 0;
        group = 0;
        groupIndex = 0;
        groupSize = 0;
        priority = NORMAL_PRIORITY;
        flags = 0;
        correlationId = null;
        replyTo = null;
        type = null;
        properties.clear();
        emptyBody(BodyType.NONE);
        return this;
    }

    /**
     * Sets a body that holds nothing.
     *
     * @param newType of the body.
     * @return this.
     */
    public MessageEncoder emptyBody(final BodyType newType) {
        bodyType = newType;
        values.clear();
        text = null;
        body = NO_BYTES;
        bodyOffset = 0;
        bodyLength = 0;
        return this;
    }

    @Override
    public MessageEncoder sequence(final long value) {
        sequence = value;
        return this;
    }

    @Override
    public MessageEncoder timestamp(final long value) {
        timestamp = value;
        return this;
    }

    @Override
    public MessageEncoder expiration(final long value) {
        expiration = value;
        return this;
    }

    @Override
    public MessageEncoder deliveryTime(final long value) {
        deliveryTime = value;
        return this;
    }

    @Override
    public MessageEncoder priority(final int value) {
        if (value < 0 || value > MessageLayout.MAX_PRIORITY) {
            throw new IllegalArgumentException("a priority is 0 to 9, not " + value);
        }
        priority = value;
        return this;
    }

    @Override
    public MessageEncoder persistent(final boolean value) {
        return flag(MessageLayout.PERSISTENT, value);
    }

    /**
     * Sets a flag of {@link MessageLayout}.
     *
     * @param flag  one bit.
     * @param value whether it is set.
     * @return this.
     */
    public MessageEncoder flag(final int flag, final boolean value) {
        flags = value ? flags | flag : flags & ~flag;
        return this;
    }

    /**
     * Makes it one of a group that is delivered wholly or not at all.
     *
     * @param id    of the group at its origin.
     * @param index of this message in it, from 0.
     * @param size  of the group; 0 for no group.
     * @return this.
     */
    public MessageEncoder group(final long id, final int index, final int size) {
        group = id;
        groupIndex = index;
        groupSize = size;
        return this;
    }

    /**
     * Makes an encoded message one of a group.
     *
     * @param encoded begins with the message.
     * @param id      of the group at its origin.
     * @param index   of the message in it, from 0.
     * @param size    of the group.
     */
    public static void regroup(final MutableDirectBuffer encoded, final long id, final int index, final int size) {
        encoded.putLong(MessageLayout.GROUP_OFFSET, id);
        encoded.putInt(MessageLayout.GROUP_INDEX_OFFSET, index);
        encoded.putInt(MessageLayout.GROUP_SIZE_OFFSET, size);
    }

    @Override
    public MessageEncoder correlationId(final CharSequence value) {
        correlationId = value;
        return this;
    }

    @Override
    public MessageEncoder replyTo(final CharSequence value) {
        replyTo = value;
        return this;
    }

    @Override
    public MessageEncoder type(final CharSequence value) {
        type = value;
        return this;
    }

    @Override
    public MessageEncoder property(final CharSequence name, final long value) {
        properties.add(name, FieldType.LONG, value, null);
        return this;
    }

    @Override
    public MessageEncoder property(final CharSequence name, final int value) {
        properties.add(name, FieldType.INT, value, null);
        return this;
    }

    @Override
    public MessageEncoder property(final CharSequence name, final double value) {
        properties.add(name, FieldType.DOUBLE, Double.doubleToRawLongBits(value), null);
        return this;
    }

    @Override
    public MessageEncoder property(final CharSequence name, final boolean value) {
        properties.add(name, FieldType.BOOLEAN, value ? 1 : 0, null);
        return this;
    }

    @Override
    public MessageEncoder property(final CharSequence name, final CharSequence value) {
        properties.add(name, value == null ? FieldType.NULL : FieldType.STRING, 0, value);
        return this;
    }

    @Override
    public MessageEncoder property(final CharSequence name, final Object value) {
        properties.add(name, value);
        return this;
    }

    @Override
    public MessageEncoder body(final DirectBuffer buffer, final int offset, final int length) {
        return body(BodyType.BYTES, buffer, offset, length);
    }

    /**
     * Sets a body that is encoded already.
     *
     * @param newType of the body.
     * @param buffer  that holds it.
     * @param offset  where it begins.
     * @param length  of it in bytes.
     * @return this.
     */
    public MessageEncoder body(final BodyType newType, final DirectBuffer buffer, final int offset, final int length) {
        buffer.boundsCheck(offset, length);
        emptyBody(newType);
        body = buffer;
        bodyOffset = offset;
        bodyLength = length;
        return this;
    }

    @Override
    public MessageEncoder text(final CharSequence newText) {
        emptyBody(BodyType.TEXT);
        bodyLength = Text.length(newText);
        text = newText;
        return this;
    }

    @Override
    public MessageEncoder mapValue(final CharSequence name, final Object value) {
        if (name == null) {
            throw new MessageFormatException("a map's value needs a name");
        }
        return value(BodyType.MAP, name, value);
    }

    @Override
    public MessageEncoder streamValue(final Object value) {
        return value(BodyType.STREAM, null, value);
    }

    private MessageEncoder value(final BodyType newType, final CharSequence name, final Object value) {
        if (bodyType != newType) {
            emptyBody(newType);
        }
        values.add(name, value);
        bodyLength = values.encodedLength();
        return this;
    }

    @Override
    public int encodedLength() {
        correlationLength = headerLength(correlationId, "correlation id");
        replyToLength = headerLength(replyTo, "reply-to");
        typeLength = headerLength(type, "type");
        if (properties.count() > 0xFFFF) {
            throw new MessageFormatException("a message has at most 65,535 properties, not " + properties.count());
        }
        return Math.addExact(bodyBegin(), bodyLength);
    }

    private int bodyBegin() {
        return BitUtil.align(Math.addExact(MessageLayout.HEADER_LENGTH + orZero(correlationLength) + orZero(replyToLength) +
            orZero(typeLength), properties.encodedLength()), MessageLayout.BODY_ALIGNMENT);
    }

    private static int headerLength(final CharSequence header, final String what) {
        if (header == null) {
            return MessageLayout.NULL_LENGTH;
        }
        final int length = Text.length(header);
        if (length >= MessageLayout.NULL_LENGTH) {
            throw new MessageFormatException("the " + what + " has " + length + " bytes of UTF-8, more than 65,534");
        }
        return length;
    }

    private static int orZero(final int length) {
        return length == MessageLayout.NULL_LENGTH ? 0 : length;
    }

    /**
     * Claims room, encodes into it and commits.
     *
     * @param publisher that carries the message.
     * @param claim     of the publisher's stream; holds nothing.
     * @return as {@link Publisher#tryClaim}.
     */
    public long sendBy(final Publisher publisher, final Claim claim) {
        final int length = encodedLength();
        final long position = publisher.tryClaim(length, claim);
        if (position > 0) {
            boolean done = false;
            try {
                encode(claim.buffer(), claim.offset(), length);
                done = true;
            } finally {
                if (done) {
                    claim.commit();
                } else {
                    claim.abort();
                }
            }
        }
        return position;
    }

    /**
     * Writes the message. {@link #encodedLength()} comes first, and nothing is changed in between.
     *
     * @param buffer over memory that is not on the Java heap.
     * @param offset where the message begins.
     * @param length what {@code encodedLength} said.
     */
    public void encode(final MutableDirectBuffer buffer, final int offset, final int length) {
        if (buffer.byteArray() != null) {
            throw new IllegalArgumentException("a message is encoded into memory outside of the Java heap");
        }
        buffer.boundsCheck(offset, length);
        memory.set(buffer.addressOffset() + offset, length);
        final int begin = bodyBegin();
        writeHeader();
        final boolean isBodyWritten = text != null || values.count() > 0;
        if (begin > MessageLayout.HEADER_LENGTH || isBodyWritten) {
            writeBehindHeader(begin);
        }
        if (!isBodyWritten && bodyLength > 0) {
            buffer.putBytes(offset + begin, body, bodyOffset, bodyLength);
        }
    }

    /** To where it belongs, not one after the other: the memory's length has been checked, and a stream of bytes checks it each time. */
    private void writeHeader() {
        final PointerBytesStore header = memory;
        header.writeInt(MessageLayout.MAGIC_OFFSET, MessageLayout.MAGIC);
        header.writeByte(MessageLayout.VERSION_OFFSET, (byte)MessageLayout.VERSION);
        header.writeByte(MessageLayout.BODY_TYPE_OFFSET, (byte)bodyType.ordinal());
        header.writeByte(MessageLayout.PRIORITY_OFFSET, (byte)priority);
        header.writeByte(MessageLayout.FLAGS_OFFSET, (byte)flags);
        header.writeLong(MessageLayout.ORIGIN_OFFSET, origin);
        header.writeLong(MessageLayout.SEQUENCE_OFFSET, sequence);
        header.writeLong(MessageLayout.TIMESTAMP_OFFSET, timestamp);
        header.writeLong(MessageLayout.EXPIRATION_OFFSET, expiration);
        header.writeLong(MessageLayout.DELIVERY_TIME_OFFSET, deliveryTime);
        header.writeLong(MessageLayout.GROUP_OFFSET, group);
        header.writeInt(MessageLayout.GROUP_INDEX_OFFSET, groupIndex);
        header.writeInt(MessageLayout.GROUP_SIZE_OFFSET, groupSize);
        header.writeShort(MessageLayout.CORRELATION_LENGTH_OFFSET, (short)correlationLength);
        header.writeShort(MessageLayout.REPLY_TO_LENGTH_OFFSET, (short)replyToLength);
        header.writeShort(MessageLayout.TYPE_LENGTH_OFFSET, (short)typeLength);
        header.writeShort(MessageLayout.PROPERTY_COUNT_OFFSET, (short)properties.count());
        header.writeInt(MessageLayout.PROPERTIES_LENGTH_OFFSET, properties.encodedLength());
        header.writeInt(MessageLayout.BODY_LENGTH_OFFSET, bodyLength);
    }

    /** Texts, properties, zeros up to the body, and the body if it is a text or values. */
    private void writeBehindHeader(final int bodyBegin) {
        out.clear();
        out.writePosition(MessageLayout.HEADER_LENGTH);
        writeHeaderText(correlationId, correlationLength);
        writeHeaderText(replyTo, replyToLength);
        writeHeaderText(type, typeLength);
        properties.write(out);
        while (out.writePosition() < bodyBegin) {
            out.writeByte((byte)0);
        }
        if (text != null) {
            Text.write(out, text, bodyLength);
        } else {
            values.write(out);
        }
    }

    private void writeHeaderText(final CharSequence value, final int length) {
        if (value != null) {
            Text.write(out, value, length);
        }
    }
}
