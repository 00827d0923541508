/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.agrona.concurrent.UnsafeBuffer;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import io.umcast.message.BodyType;
import io.umcast.message.MessageFormatException;

final class CodecRoundTripTest {
    static UnsafeBuffer encode(final MessageEncoder encoder) {
        final int length = encoder.encodedLength();
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(length + 24));
        buffer.setMemory(0, buffer.capacity(), (byte)0xEE);
        encoder.encode(buffer, 8, length);
        for (int i = 0; i < 8; i++) {
            assertEquals((byte)0xEE, buffer.getByte(i), "written before the message");
        }
        for (int i = 8 + length; i < buffer.capacity(); i++) {
            assertEquals((byte)0xEE, buffer.getByte(i), "written behind the message");
        }
        return new UnsafeBuffer(buffer, 8, length);
    }

    private static MessageView view(final MessageEncoder encoder) {
        final UnsafeBuffer bytes = encode(encoder);
        return new MessageView().wrap(bytes, 0, bytes.capacity());
    }

    private static void assertSame(final Object expected, final Object actual) {
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[])actual);
        } else {
            assertEquals(expected, actual);
        }
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.oneOf(Arbitraries.of(true, false), Arbitraries.bytes(), Arbitraries.shorts(), Arbitraries.chars(),
            Arbitraries.integers(), Arbitraries.longs(), Arbitraries.floats(), Arbitraries.doubles(), texts(),
            Arbitraries.bytes().array(byte[].class), Arbitraries.just(Float.NaN), Arbitraries.just(-0.0)).injectNull(0.05)
            .map(value -> value);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'Z', '\0', '\u007F', '\u0080', 'ü', '\u07FF', '\u0800', '€', '\uD83D', '\uDE00', '\uFFFF')
            .ofMaxLength(40);
    }

    @Provide
    Arbitrary<Map<String, Object>> fields() {
        return Arbitraries.maps(texts().filter(text -> !text.isEmpty()), values()).ofMaxSize(20);
    }

    @Property(tries = 500, seed = "1")
    void propertiesOfEveryTypeComeBack(@ForAll("fields") final Map<String, Object> fields) {
        final MessageEncoder encoder = new MessageEncoder(1);
        fields.forEach(encoder::property);
        final MessageView view = view(encoder);
        assertEquals(fields.size(), view.propertyCount());
        fields.forEach((name, value) -> assertSame(value, view.property(name)));
        final Map<String, Object> read = new LinkedHashMap<>();
        view.forEachProperty(read::put);
        assertEquals(new ArrayList<>(fields.keySet()), new ArrayList<>(read.keySet()));
    }

    @Property(tries = 500, seed = "2")
    void mapBodiesComeBack(@ForAll("fields") final Map<String, Object> fields) {
        final MessageEncoder encoder = new MessageEncoder(1).emptyBody(BodyType.MAP);
        fields.forEach(encoder::mapValue);
        final MessageView view = view(encoder);
        assertEquals(BodyType.MAP, view.bodyType());
        final Map<String, Object> read = new LinkedHashMap<>();
        view.forEachValue(read::put);
        assertEquals(fields.keySet(), read.keySet());
        fields.forEach((name, value) -> assertSame(value, read.get(name)));
    }

    @Property(tries = 500, seed = "3")
    void streamBodiesComeBackInOrder(@ForAll final List<@net.jqwik.api.From("values") Object> values) {
        final MessageEncoder encoder = new MessageEncoder(1).emptyBody(BodyType.STREAM);
        values.forEach(encoder::streamValue);
        final MessageView view = view(encoder);
        final List<Object> read = new ArrayList<>();
        view.forEachValue((name, value) -> {
            assertNull(name);
            read.add(value);
        });
        assertEquals(values.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            assertSame(values.get(i), read.get(i));
        }
    }

    @Property(tries = 500, seed = "4")
    void textsComeBackEvenWithHalfSurrogates(@ForAll("texts") final String text, @ForAll("texts") final String correlation,
        @ForAll("texts") final String replyTo, @ForAll("texts") final String type) {
        final MessageView view = view(new MessageEncoder(1).text(text).correlationId(correlation).replyTo(replyTo).type(type));
        assertEquals(text, view.text());
        assertEquals(correlation, view.correlationId());
        assertEquals(replyTo, view.replyTo());
        assertEquals(type, view.type());
        final StringBuilder built = new StringBuilder();
        final MessageView other = view(new MessageEncoder(1).property("p", text));
        assertTrue(other.stringProperty("p", built));
        assertEquals(text, built.toString());
    }

    @Property(tries = 200, seed = "5")
    void headersAndBytesComeBack(@ForAll final long origin, @ForAll final long sequence, @ForAll final long time,
        @ForAll final boolean persistent, @ForAll final byte[] body) {
        final MessageView view = view(new MessageEncoder(origin).sequence(sequence).timestamp(time).expiration(time + 1)
            .deliveryTime(time + 2).priority(9).persistent(persistent).group(3, 1, 2).body(new UnsafeBuffer(body), 0, body.length));
        assertEquals(origin, view.origin());
        assertEquals(sequence, view.sequence());
        assertEquals(time, view.timestamp());
        assertEquals(time + 1, view.expiration());
        assertEquals(time + 2, view.deliveryTime());
        assertEquals(9, view.priority());
        assertEquals(persistent, view.isPersistent());
        assertEquals(3, view.group());
        assertEquals(1, view.groupIndex());
        assertEquals(2, view.groupSize());
        assertNull(view.correlationId());
        final byte[] read = new byte[view.bodyLength()];
        view.bodyBuffer().getBytes(view.bodyOffset(), read);
        assertArrayEquals(body, read);
        assertEquals(0, view.bodyOffset() % 8);
    }

    @Test
    void aClearedEncoderForgetsTheLastMessage() {
        final MessageEncoder encoder = new MessageEncoder(1).text("x").property("a", 1).correlationId("c").priority(7);
        encode(encoder);
        final MessageView view = view(encoder.clear());
        assertEquals(MessageLayout.HEADER_LENGTH, view.buffer().capacity());
        assertEquals(4, view.priority());
        assertNull(view.propertyType("a"));
    }

    @Test
    void plainBytesAreAMessageOfBytes() {
        final UnsafeBuffer plain = new UnsafeBuffer("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        final MessageView view = new MessageView().wrapAny(plain, 1, 3);
        assertTrue(view.isPlain());
        assertEquals(BodyType.BYTES, view.bodyType());
        assertEquals("ell", view.bodyBuffer().getStringWithoutLengthAscii(view.bodyOffset(), view.bodyLength()));
        assertEquals(0, view.propertyCount());
        assertFalse(view.isPersistent());
        assertNull(view.replyTo());
        assertEquals(4, view.priority());
    }

    @Test
    void whatCannotBeEncodedIsRefused() {
        final MessageEncoder encoder = new MessageEncoder(1);
        assertThrows(MessageFormatException.class, () -> encoder.property("o", new Object()));
        assertThrows(MessageFormatException.class, () -> encoder.property("", 1));
        assertThrows(MessageFormatException.class, () -> encoder.mapValue(null, 1));
        assertThrows(IllegalArgumentException.class, () -> encoder.priority(10));
        encoder.correlationId("x".repeat(65_535));
        assertThrows(MessageFormatException.class, encoder::encodedLength);
        encoder.correlationId("x".repeat(65_534));
        assertEquals(65_534, view(encoder).correlationId().length());
        assertThrows(IllegalArgumentException.class, () -> encoder.encode(new UnsafeBuffer(new byte[100_000]), 0, 100_000));
    }

    @Test
    void whatIsOfAnotherTypeIsRefused() {
        final MessageView view = view(new MessageEncoder(1).property("n", 1).property("s", "x").text("t"));
        assertThrows(MessageFormatException.class, () -> view.stringProperty("n"));
        assertThrows(MessageFormatException.class, () -> view.longProperty("s", 0));
        assertThrows(MessageFormatException.class, () -> view.doubleProperty("n", 0));
        assertThrows(MessageFormatException.class, () -> view.booleanProperty("n", false));
        assertThrows(MessageFormatException.class, () -> view.forEachValue((name, value) -> { }));
        assertEquals(5, view.longProperty("missing", 5));
    }
}
