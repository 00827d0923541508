/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

import org.agrona.DirectBuffer;

/**
 * A message as received: a view of bytes that lie where the network put them. Each getter reads its own bytes and no others. Valid as
 * long as those bytes are; in a {@link MessageListener} that is during the call. A getter throws {@link MessageFormatException} when
 * its bytes are not what the format says.
 */
public interface Message {
    /**
     * Who sent it: a number that the sending application chose, at random by default.
     *
     * @return 64 bits.
     */
    long origin();

    /**
     * Its number at its origin; both together are its id.
     *
     * @return 64 bits.
     */
    long sequence();

    /**
     * When it was sent.
     *
     * @return milliseconds since 1970-01-01 UTC by the sender's clock; 0 if it does not say.
     */
    long timestamp();

    /**
     * When it expires.
     *
     * @return milliseconds since 1970-01-01 UTC by the sender's clock; 0 for never.
     */
    long expiration();

    /**
     * Before when it must not be delivered.
     *
     * @return milliseconds since 1970-01-01 UTC by the sender's clock; 0 for at once.
     */
    long deliveryTime();

    /**
     * How urgent it is.
     *
     * @return 0 to 9, 4 is normal.
     */
    int priority();

    /**
     * Whether its sender asked that it outlive failures.
     *
     * @return whether it did.
     */
    boolean isPersistent();

    /**
     * What it answers or belongs to.
     *
     * @return an id, or null.
     */
    String correlationId();

    /**
     * Where an answer is expected.
     *
     * @return a topic's name, or null.
     */
    String replyTo();

    /**
     * What kind of message it is, to those who agreed on kinds.
     *
     * @return a name, or null.
     */
    String type();

    /**
     * How many properties it has.
     *
     * @return 0 or more.
     */
    int propertyCount();

    /**
     * The type of a property.
     *
     * @param name of the property.
     * @return its type, or null if there is no such property.
     */
    FieldType propertyType(CharSequence name);

    /**
     * A property that is a whole number.
     *
     * @param name         of the property, of type BYTE, SHORT, INT or LONG.
     * @param missingValue is returned when there is no such property.
     * @return its value.
     * @throws MessageFormatException if it is of another type.
     */
    long longProperty(CharSequence name, long missingValue);

    /**
     * A property that is a decimal number.
     *
     * @param name         of the property, of type FLOAT or DOUBLE.
     * @param missingValue is returned when there is no such property.
     * @return its value.
     * @throws MessageFormatException if it is of another type.
     */
    double doubleProperty(CharSequence name, double missingValue);

    /**
     * A property that is true or false.
     *
     * @param name         of the property, of type BOOLEAN.
     * @param missingValue is returned when there is no such property.
     * @return its value.
     * @throws MessageFormatException if it is of another type.
     */
    boolean booleanProperty(CharSequence name, boolean missingValue);

    /**
     * A property that is text.
     *
     * @param name of the property, of type STRING.
     * @return its value; null if there is no such property, or its value is null.
     * @throws MessageFormatException if it is of another type.
     */
    String stringProperty(CharSequence name);

    /**
     * A property that is text, without an allocation.
     *
     * @param name of the property, of type STRING.
     * @param into takes the text at its end.
     * @return whether there is such a property that is not null.
     * @throws MessageFormatException if it is of another type.
     */
    boolean stringProperty(CharSequence name, StringBuilder into);

    /**
     * Calls a visitor for each property, in the order in which they were set.
     *
     * @param visitor called with name and boxed value.
     */
    void forEachProperty(FieldVisitor visitor);

    /**
     * What the body holds.
     *
     * @return its type.
     */
    BodyType bodyType();

    /**
     * The memory that holds the body.
     *
     * @return the buffer; read from {@link #bodyOffset()} for {@link #bodyLength()} bytes only.
     */
    DirectBuffer bodyBuffer();

    /**
     * Where the body begins; 8-byte aligned from the message's begin.
     *
     * @return the offset in {@link #bodyBuffer()}, in bytes.
     */
    int bodyOffset();

    /**
     * How long the body is.
     *
     * @return its length in bytes, 0 or more.
     */
    int bodyLength();

    /**
     * The text of a body of type TEXT.
     *
     * @return the text.
     * @throws MessageFormatException if the body is of another type, or not UTF-8.
     */
    String text();

    /**
     * Calls a visitor for each value of a body of type MAP or STREAM (whose values have no names: null).
     *
     * @param visitor called with name and boxed value.
     * @throws MessageFormatException if the body is of another type.
     */
    void forEachValue(FieldVisitor visitor);
}
