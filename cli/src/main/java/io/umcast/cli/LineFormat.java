/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.umcast.Header;
import org.agrona.DirectBuffer;

/** How a message becomes a line. */
enum LineFormat {
    /** Its bytes as they are. */
    TEXT {
        @Override
        byte[] line(final byte[] message, final Header header) {
            final ByteArrayOutputStream line = new ByteArrayOutputStream(message.length + 1);
            line.writeBytes(message);
            line.write('\n');
            return line.toByteArray();
        }
    },
    /** Its bytes in hexadecimal. */
    HEX {
        @Override
        byte[] line(final byte[] message, final Header header) {
            return ascii(HexFormat.of().formatHex(message));
        }
    },
    /** An object with what is known of it; the message as text if it is UTF-8, else in hexadecimal. */
    JSON {
        @Override
        byte[] line(final byte[] message, final Header header) {
            final Json json = new Json().put("topic", header.topic().name()).put("stream", Long.toHexString(header.streamId()))
                .put("position", header.position()).put("time_ns", header.publishTimeNs())
                .put("source", Text.address(header.source()));
            try {
                json.put("text", StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString());
            } catch (final CharacterCodingException e) {
                json.put("hex", HexFormat.of().formatHex(message));
            }
            return ascii(json.toString());
        }
    };

    abstract byte[] line(byte[] message, Header header);

    final byte[] line(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        return line(message, header);
    }

    private static byte[] ascii(final String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
