/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.message;

import org.agrona.DirectBuffer;

/**
 * A message to be sent: set, then given to {@link MessagePublisher#send}; reusable, {@link #clear} begins the next. Keeps references to
 * what it is given until it is sent or cleared; nothing is copied before there is room in the log. By one thread at a time.
 */
public interface OutgoingMessage {
    /**
     * Forgets everything but the origin; priority 4, no body.
     *
     * @return this.
     */
    OutgoingMessage clear();

    /**
     * Its number.
     *
     * @param value 64 bits.
     * @return this.
     */
    OutgoingMessage sequence(long value);

    /**
     * When it is sent.
     *
     * @param value milliseconds since 1970-01-01 UTC; 0: not said.
     * @return this.
     */
    OutgoingMessage timestamp(long value);

    /**
     * When it expires.
     *
     * @param value milliseconds since 1970-01-01 UTC; 0: never.
     * @return this.
     */
    OutgoingMessage expiration(long value);

    /**
     * Before when it must not be delivered.
     *
     * @param value milliseconds since 1970-01-01 UTC; 0: at once.
     * @return this.
     */
    OutgoingMessage deliveryTime(long value);

    /**
     * How urgent it is.
     *
     * @param value 0 to 9.
     * @return this.
     * @throws IllegalArgumentException if it is out of its range.
     */
    OutgoingMessage priority(int value);

    /**
     * Whether it should outlive failures.
     *
     * @param value whether it should.
     * @return this.
     */
    OutgoingMessage persistent(boolean value);

    /**
     * What it answers or belongs to.
     *
     * @param value at most 65,534 bytes of UTF-8, or null.
     * @return this.
     */
    OutgoingMessage correlationId(CharSequence value);

    /**
     * Where an answer is expected.
     *
     * @param value a topic's name, or null.
     * @return this.
     */
    OutgoingMessage replyTo(CharSequence value);

    /**
     * What kind of message it is.
     *
     * @param value at most 65,534 bytes of UTF-8, or null.
     * @return this.
     */
    OutgoingMessage type(CharSequence value);

    /**
     * Adds a property. A name is to be added once.
     *
     * @param name  1 to 65,535 bytes of UTF-8.
     * @param value its value.
     * @return this.
     */
    OutgoingMessage property(CharSequence name, long value);

    /**
     * Adds a property.
     *
     * @param name  1 to 65,535 bytes of UTF-8.
     * @param value its value.
     * @return this.
     */
    OutgoingMessage property(CharSequence name, int value);

    /**
     * Adds a property.
     *
     * @param name  1 to 65,535 bytes of UTF-8.
     * @param value its value.
     * @return this.
     */
    OutgoingMessage property(CharSequence name, double value);

    /**
     * Adds a property.
     *
     * @param name  1 to 65,535 bytes of UTF-8.
     * @param value its value.
     * @return this.
     */
    OutgoingMessage property(CharSequence name, boolean value);

    /**
     * Adds a property.
     *
     * @param name  1 to 65,535 bytes of UTF-8.
     * @param value its value, or null.
     * @return this.
     */
    OutgoingMessage property(CharSequence name, CharSequence value);

    /**
     * Adds a property of any type that {@link FieldType} has.
     *
     * @param name  1 to 65,535 bytes of UTF-8.
     * @param value Boolean, Byte, Short, Character, Integer, Long, Float, Double, CharSequence, byte[] or null.
     * @return this.
     * @throws MessageFormatException if it is of another class.
     */
    OutgoingMessage property(CharSequence name, Object value);

    /**
     * Sets a body of bytes.
     *
     * @param buffer that holds them.
     * @param offset where they begin, in bytes.
     * @param length how many they are.
     * @return this.
     */
    OutgoingMessage body(DirectBuffer buffer, int offset, int length);

    /**
     * Sets a body of text.
     *
     * @param text the text.
     * @return this.
     */
    OutgoingMessage text(CharSequence text);

    /**
     * Adds a value to a body of type MAP.
     *
     * @param name  1 to 65,535 bytes of UTF-8.
     * @param value as for a property.
     * @return this.
     * @throws MessageFormatException if it is of another class.
     */
    OutgoingMessage mapValue(CharSequence name, Object value);

    /**
     * Adds a value to a body of type STREAM.
     *
     * @param value as for a property.
     * @return this.
     * @throws MessageFormatException if it is of another class.
     */
    OutgoingMessage streamValue(Object value);

    /**
     * How long it is, encoded.
     *
     * @return its length in bytes.
     * @throws MessageFormatException if a header or a name is too long.
     */
    int encodedLength();
}
