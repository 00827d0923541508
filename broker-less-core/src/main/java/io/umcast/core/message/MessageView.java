/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.message.BodyType;
import io.umcast.message.FieldType;
import io.umcast.message.FieldVisitor;
import io.umcast.message.Message;
import io.umcast.message.MessageFormatException;

/**
 * A message in place. {@link #wrap} reads the fixed header's lengths and nothing else; a getter reads what it is asked for. Every read
 * is checked against its section, so that no content, however wrong, leads outside of the message. By one thread at a time.
 */
public final class MessageView implements Message {
    private static final BodyType[] BODY_TYPES = BodyType.values();
    /** The {@link #kind} of bytes that are no message: a body of the usual priority. */
    private static final int PLAIN = BodyType.BYTES.ordinal() << Byte.SIZE | MessageEncoder.NORMAL_PRIORITY << 2 * Byte.SIZE;

    private final UnsafeBuffer buffer;
    /** Null until a property is asked for: most messages are read without. */
    private FieldReader fields;
    private boolean plain;
    /** Version, body type, priority and flags, as they lie in the header's first eight bytes. */
    private int kind;
    private int groupIndex;
    private int groupSize;
    private int correlationLength;
    private int replyToOffset;
    private int replyToLength;
    private int typeOffset;
    private int typeLength;
    private int propertiesOffset;
    private int propertiesLength;
    private int bodyOffset;
    private int bodyLength;

    /** Of nothing yet. */
    public MessageView() {
        this(new UnsafeBuffer(0, 0));
    }

    private MessageView(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Whether bytes begin as a message does.
     *
     * @param from   holds them.
     * @param offset where they begin.
     * @param length how many they are.
     * @return whether the magic is there.
     */
    public static boolean isMessage(final DirectBuffer from, final int offset, final int length) {
        return length >= MessageLayout.HEADER_LENGTH && from.getInt(offset + MessageLayout.MAGIC_OFFSET) == MessageLayout.MAGIC;
    }

    /**
     * Reads a message, or bytes that are none as a message of those bytes.
     *
     * @param from   holds it.
     * @param offset where it begins.
     * @param length of it in bytes.
     * @return this.
     * @throws MessageFormatException if it begins as a message, but is not well formed.
     */
    public MessageView wrapAny(final DirectBuffer from, final int offset, final int length) {
        if (isMessage(from, offset, length)) {
            return wrap(from, offset, length);
        }
        buffer.wrap(from, offset, length);
        plain = true;
        kind = PLAIN;
        groupIndex = 0;
        groupSize = 0;
        correlationLength = MessageLayout.NULL_LENGTH;
        replyToLength = MessageLayout.NULL_LENGTH;
        typeLength = MessageLayout.NULL_LENGTH;
        propertiesLength = 0;
        bodyOffset = 0;
        bodyLength = length;
        return this;
    }

    /**
     * Reads a message.
     *
     * @param from   holds it.
     * @param offset where it begins.
     * @param length of it in bytes.
     * @return this.
     * @throws MessageFormatException if it is not well formed.
     */
    public MessageView wrap(final DirectBuffer from, final int offset, final int length) {
        if (!isMessage(from, offset, length)) {
            throw new MessageFormatException("not a message");
        }
        buffer.wrap(from, offset, length);
        plain = false;
        kind = buffer.getInt(MessageLayout.VERSION_OFFSET);
        if ((byte)kind != MessageLayout.VERSION) {
            throw new MessageFormatException("a message of version " + (byte)kind + ", not " + MessageLayout.VERSION);
        }
        if (kindAt(MessageLayout.BODY_TYPE_OFFSET) >= BODY_TYPES.length || kindAt(MessageLayout.PRIORITY_OFFSET) > MessageLayout.MAX_PRIORITY) {
            throw new MessageFormatException("a body type or priority out of its range");
        }
        final long group = buffer.getLong(MessageLayout.GROUP_INDEX_OFFSET); // eight bytes at a time: each read is checked
        final long lengths = buffer.getLong(MessageLayout.CORRELATION_LENGTH_OFFSET);
        final long sections = buffer.getLong(MessageLayout.PROPERTIES_LENGTH_OFFSET);
        correlationLength = (int)lengths & 0xFFFF;
        replyToLength = (int)lengths >>> Short.SIZE;
        typeLength = (int)(lengths >>> Integer.SIZE) & 0xFFFF;
        propertiesLength = (int)sections;
        bodyLength = (int)(sections >>> Integer.SIZE);
        groupIndex = (int)group;
        groupSize = (int)(group >>> Integer.SIZE);
        replyToOffset = MessageLayout.HEADER_LENGTH + orZero(correlationLength);
        typeOffset = replyToOffset + orZero(replyToLength);
        propertiesOffset = typeOffset + orZero(typeLength);
        final long bodyBegin = BitUtil.align((long)propertiesOffset + propertiesLength, MessageLayout.BODY_ALIGNMENT);
        if (propertiesLength < 0 || bodyLength < 0 || bodyBegin + bodyLength != length) {
            throw new MessageFormatException("a message of " + length + " bytes whose parts are " + (bodyBegin + bodyLength));
        }
        if (groupSize < 0 || groupSize != 0 && Integer.compareUnsigned(groupIndex, groupSize) >= 0) {
            throw new MessageFormatException("number " + groupIndex + " of a group of " + groupSize);
        }
        bodyOffset = (int)bodyBegin;
        return this;
    }

    /**
     * Another view of the same message in other memory, without reading it again.
     *
     * @param bytes the message's, and nothing else.
     * @return it.
     */
    public MessageView over(final byte[] bytes) {
        if (bytes.length != buffer.capacity()) {
            throw new IllegalArgumentException(bytes.length + " bytes for a message of " + buffer.capacity());
        }
        final MessageView other = new MessageView(new UnsafeBuffer(bytes));
        other.plain = plain;
        other.kind = kind;
        other.groupIndex = groupIndex;
        other.groupSize = groupSize;
        other.correlationLength = correlationLength;
        other.replyToOffset = replyToOffset;
        other.replyToLength = replyToLength;
        other.typeOffset = typeOffset;
        other.typeLength = typeLength;
        other.propertiesOffset = propertiesOffset;
        other.propertiesLength = propertiesLength;
        other.bodyOffset = bodyOffset;
        other.bodyLength = bodyLength;
        return other;
    }

    /** One byte of the header's first eight. */
    private int kindAt(final int offset) {
        return kind >>> Byte.SIZE * (offset - MessageLayout.VERSION_OFFSET) & 0xFF;
    }

    private static int orZero(final int length) {
        return length == MessageLayout.NULL_LENGTH ? 0 : length;
    }

    /**
     * Whether the payload is not in the message format.
     *
     * @return whether it is plain bytes.
     */
    public boolean isPlain() {
        return plain;
    }

    /**
     * The whole message's memory.
     *
     * @return a buffer of exactly its bytes.
     */
    public DirectBuffer buffer() {
        return buffer;
    }

    private long longAt(final int offset) {
        return plain ? 0 : buffer.getLong(offset);
    }

    @Override
    public long origin() {
        return longAt(MessageLayout.ORIGIN_OFFSET);
    }

    @Override
    public long sequence() {
        return longAt(MessageLayout.SEQUENCE_OFFSET);
    }

    @Override
    public long timestamp() {
        return hasFlag(MessageLayout.TIMESTAMP_HIDDEN) ? 0 : sendTime();
    }

    /**
     * When it was sent, whether it is to be shown or not.
     *
     * @return milliseconds since 1970-01-01 UTC by the sender's clock.
     */
    public long sendTime() {
        return longAt(MessageLayout.TIMESTAMP_OFFSET);
    }

    @Override
    public long expiration() {
        return longAt(MessageLayout.EXPIRATION_OFFSET);
    }

    @Override
    public long deliveryTime() {
        return longAt(MessageLayout.DELIVERY_TIME_OFFSET);
    }

    /**
     * The group that it is one of.
     *
     * @return the group's id at its origin.
     */
    public long group() {
        return longAt(MessageLayout.GROUP_OFFSET);
    }

    /**
     * Its place in its group.
     *
     * @return from 0.
     */
    public int groupIndex() {
        return groupIndex;
    }

    /**
     * How many messages its group has.
     *
     * @return the number; 0 if it is in no group.
     */
    public int groupSize() {
        return groupSize;
    }

    @Override
    public int priority() {
        return kindAt(MessageLayout.PRIORITY_OFFSET);
    }

    @Override
    public boolean isPersistent() {
        return hasFlag(MessageLayout.PERSISTENT);
    }

    /**
     * Whether a flag is set.
     *
     * @param flag of {@link MessageLayout}.
     * @return whether it is.
     */
    public boolean hasFlag(final int flag) {
        return (kindAt(MessageLayout.FLAGS_OFFSET) & flag) != 0;
    }

    @Override
    public String correlationId() {
        return text(MessageLayout.HEADER_LENGTH, correlationLength);
    }

    @Override
    public String replyTo() {
        return text(replyToOffset, replyToLength);
    }

    @Override
    public String type() {
        return text(typeOffset, typeLength);
    }

    private String text(final int offset, final int length) {
        return length == MessageLayout.NULL_LENGTH ? null : Text.read(buffer, offset, length);
    }

    @Override
    public int propertyCount() {
        return plain ? 0 : buffer.getShort(MessageLayout.PROPERTY_COUNT_OFFSET) & 0xFFFF;
    }

    private FieldReader fields() {
        if (fields == null) {
            fields = new FieldReader();
        }
        return fields;
    }

    private FieldReader properties() {
        return fields().wrap(buffer, propertiesOffset, propertiesLength, true);
    }

    private boolean find(final CharSequence name) {
        final FieldReader reader = properties();
        while (reader.next()) {
            if (reader.isNamed(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public FieldType propertyType(final CharSequence name) {
        return find(name) ? fields.type() : null;
    }

    @Override
    public long longProperty(final CharSequence name, final long missingValue) {
        return find(name) ? fields.longValue() : missingValue;
    }

    @Override
    public double doubleProperty(final CharSequence name, final double missingValue) {
        return find(name) ? fields.doubleValue() : missingValue;
    }

    @Override
    public boolean booleanProperty(final CharSequence name, final boolean missingValue) {
        return find(name) ? fields.booleanValue() : missingValue;
    }

    @Override
    public String stringProperty(final CharSequence name) {
        return find(name) ? fields.stringValue() : null;
    }

    @Override
    public boolean stringProperty(final CharSequence name, final StringBuilder into) {
        return find(name) && fields.stringValue(into);
    }

    /**
     * A property, to be read in place.
     *
     * @param name of the property.
     * @return it, until this view is asked for another property or header; null if there is none.
     */
    public FieldReader field(final CharSequence name) {
        return find(name) ? fields : null;
    }

    /**
     * The {@link #type()}, to be read in place.
     *
     * @return a STRING, until this view is asked for another property or header; null if there is none.
     */
    public FieldReader typeField() {
        return typeLength == MessageLayout.NULL_LENGTH ? null : fields().wrapText(buffer, typeOffset, typeLength);
    }

    /**
     * The {@link #correlationId()}, to be read in place.
     *
     * @return a STRING, until this view is asked for another property or header; null if there is none.
     */
    public FieldReader correlationField() {
        return correlationLength == MessageLayout.NULL_LENGTH ? null :
            fields().wrapText(buffer, MessageLayout.HEADER_LENGTH, correlationLength);
    }

    /**
     * A property, whatever its type.
     *
     * @param name of the property.
     * @return its boxed value; null if there is none.
     */
    public Object property(final CharSequence name) {
        return find(name) ? fields.value() : null;
    }

    @Override
    public void forEachProperty(final FieldVisitor visitor) {
        visit(new FieldReader().wrap(buffer, propertiesOffset, propertiesLength, true), visitor);
    }

    private static void visit(final FieldReader reader, final FieldVisitor visitor) {
        while (reader.next()) {
            visitor.onField(reader.name(), reader.value());
        }
    }

    @Override
    public BodyType bodyType() {
        return BODY_TYPES[kindAt(MessageLayout.BODY_TYPE_OFFSET)];
    }

    @Override
    public DirectBuffer bodyBuffer() {
        return buffer;
    }

    @Override
    public int bodyOffset() {
        return bodyOffset;
    }

    @Override
    public int bodyLength() {
        return bodyLength;
    }

    @Override
    public String text() {
        if (bodyType() != BodyType.TEXT) {
            throw new MessageFormatException("a body of type " + bodyType() + " is asked for as TEXT");
        }
        return Text.read(buffer, bodyOffset, bodyLength);
    }

    @Override
    public void forEachValue(final FieldVisitor visitor) {
        final BodyType type = bodyType();
        if (type != BodyType.MAP && type != BodyType.STREAM) {
            throw new MessageFormatException("a body of type " + type + " is asked for as MAP or STREAM");
        }
        visit(new FieldReader().wrap(buffer, bodyOffset, bodyLength, type == BodyType.MAP), visitor);
    }
}
