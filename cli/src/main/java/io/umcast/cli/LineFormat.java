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
            return message;
        }
    },
    /** Its bytes in hexadecimal. */
    HEX {
        @Override
        byte[] line(final byte[] message, final Header header) {
            return HexFormat.of().formatHex(message).getBytes(StandardCharsets.US_ASCII);
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
            return json.toString().getBytes(StandardCharsets.UTF_8);
        }
    };

    abstract byte[] line(byte[] message, Header header);

    /**
     * The line of a message.
     *
     * @param withTopic whether its topic and a tab come first; an object names its topic anyhow.
     */
    final byte[] line(final DirectBuffer buffer, final int offset, final int length, final Header header, final boolean withTopic) {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        final ByteArrayOutputStream line = new ByteArrayOutputStream(length + 64);
        if (withTopic && this != JSON) {
            line.writeBytes((header.topic().name() + "\t").getBytes(StandardCharsets.UTF_8));
        }
        line.writeBytes(line(message, header));
        line.write('\n');
        return line.toByteArray();
    }
}
