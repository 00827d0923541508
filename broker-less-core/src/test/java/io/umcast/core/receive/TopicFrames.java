/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.nio.charset.StandardCharsets;

import org.agrona.concurrent.UnsafeBuffer;

import io.umcast.core.wire.TopicsFrame;

/** Sends TOPICS frames to an image. */
final class TopicFrames {
    private TopicFrames() {
    }

    /** The definitions of so many numbers from the first on, of a stream that has all these names. */
    static void send(final Reader reader, final int first, final int count, final String... names) {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[1400]);
        int length = TopicsFrame.write(frame, 0, 0, 1, 0, first, names.length, Reader.digest(names));
        for (int i = 0; i < count; i++) {
            length = TopicsFrame.append(frame, 0, length, frame.capacity(), names[first - 1 + i].getBytes(StandardCharsets.UTF_8));
        }
        reader.image.onTopics(frame, 0, length, reader.now);
    }
}
