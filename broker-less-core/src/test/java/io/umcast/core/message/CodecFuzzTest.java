/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import io.umcast.message.BodyType;
import io.umcast.message.MessageFormatException;

/**
 * Mutated encodings, {@code -Dumcast.fuzz=N} of them (200,000 unless told). Each lies alone in an array of exactly its length, whose
 * bounds the buffer checks: a read outside would be an {@link IndexOutOfBoundsException}, which fails the test.
 */
final class CodecFuzzTest {
    private static final long SEED = 0x5EEDC0DEL;
    private static final int COUNT = Integer.getInteger("umcast.fuzz", 200_000);

    @Test
    void mutatedMessagesThrowNothingButFormatExceptions() {
        final SplittableRandom random = new SplittableRandom(SEED);
        final UnsafeBuffer[] valid = {
            CodecRoundTripTest.encode(new MessageEncoder(1).text("grüße \uD83D\uDE00").property("a", 1).property("b", 2.0)
                .property("c", "text").property("d", true).correlationId("id").replyTo("answers").type("T")),
            CodecRoundTripTest.encode(new MessageEncoder(2).mapValue("x", new byte[] {1, 2, 3}).mapValue("yy", "s").mapValue("z", 'c')),
            CodecRoundTripTest.encode(new MessageEncoder(3).streamValue(1L).streamValue(null).streamValue("abc").streamValue((short)3)),
            CodecRoundTripTest.encode(new MessageEncoder(4).body(new UnsafeBuffer(new byte[50]), 0, 50).group(1, 0, 2))};
        final MessageView view = new MessageView();
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            final byte[] bytes = mutate(valid[i & 3], random);
            try {
                readAll(view.wrapAny(new UnsafeBuffer(bytes), 0, bytes.length));
            } catch (final MessageFormatException expected) {
                refused++;
            } catch (final RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", number " + i, e);
            }
        }
        if (refused == 0 || refused == COUNT) {
            throw new AssertionError("the mutations test nothing: " + refused + " of " + COUNT + " refused");
        }
    }

    private static byte[] mutate(final UnsafeBuffer valid, final SplittableRandom random) {
        int length = valid.capacity();
        if (random.nextInt(8) == 0) {
            length = random.nextInt(length + 1);
        }
        final byte[] bytes = new byte[length];
        valid.getBytes(0, bytes);
        if (length > 0) {
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                final int at = random.nextInt(4) == 0 ? Math.min(length - 1, 64 + random.nextInt(16)) : random.nextInt(length);
                bytes[at] = random.nextBoolean() ? (byte)random.nextInt(256) : (byte)(bytes[at] ^ 1 << random.nextInt(8));
            }
        }
        return bytes;
    }

    private static void readAll(final MessageView view) {
        view.origin();
        view.timestamp();
        view.priority();
        view.groupSize();
        view.correlationId();
        view.replyTo();
        view.type();
        view.property("c");
        view.propertyType("missing");
        view.forEachProperty((name, value) -> { });
        final BodyType type = view.bodyType();
        if (type == BodyType.TEXT) {
            view.text();
        } else if (type == BodyType.MAP || type == BodyType.STREAM) {
            view.forEachValue((name, value) -> { });
        }
        view.bodyBuffer().boundsCheck(view.bodyOffset(), view.bodyLength());
    }
}
