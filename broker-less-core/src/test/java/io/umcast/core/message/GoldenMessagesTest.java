/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The golden vectors of messages in {@code docs/wire-protocol.md}, both ways. */
final class GoldenMessagesTest {
    private static final Path DOC = Path.of("").toAbsolutePath().getParent().resolve("docs/wire-protocol.md");

    @Test
    void aTextMessageWithProperties() throws IOException {
        check("A text message", encoder().text("Grüße").correlationId("c-1").replyTo("answers").type("greeting")
            .property("price", 1.5).property("size", 100).property("sym", "IBM").property("live", true));
    }

    @Test
    void aMapMessage() throws IOException {
        check("A map message", encoder().mapValue("b", new byte[] {1, 2, 3}).mapValue("c", 'x').mapValue("l", 7L).mapValue("n", null));
    }

    @Test
    void aStreamMessage() throws IOException {
        check("A stream message", encoder().streamValue((byte)1).streamValue((short)2).streamValue(3).streamValue(4f)
            .streamValue("five"));
    }

    @Test
    void aBytesMessageOfAGroup() throws IOException {
        check("A bytes message of a group", encoder().persistent(true).group(41, 1, 3).body(new UnsafeBuffer(new byte[] {9, 8, 7}), 0, 3));
    }

    private static MessageEncoder encoder() {
        return new MessageEncoder(0x1122334455667788L).sequence(42).timestamp(1_700_000_000_000L).expiration(1_700_000_060_000L);
    }

    private static void check(final String title, final MessageEncoder encoder) throws IOException {
        final UnsafeBuffer bytes = CodecRoundTripTest.encode(encoder);
        final byte[] array = new byte[bytes.capacity()];
        bytes.getBytes(0, array);
        assertEquals(vector(title), dump(array));
    }

    private static String vector(final String title) throws IOException {
        final String doc = Files.readString(DOC);
        final int heading = doc.indexOf("### " + title + "\n");
        if (heading < 0) {
            return "no vector '" + title + "'";
        }
        final int begin = doc.indexOf("```hex\n", heading) + 7;
        return doc.substring(begin, doc.indexOf("```", begin));
    }

    private static String dump(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 16) {
            final int end = Math.min(i + 16, bytes.length);
            text.append(String.format("%04x  ", i)).append(HexFormat.ofDelimiter(" ").formatHex(bytes, i, end)).append('\n');
        }
        return text.toString();
    }
}
