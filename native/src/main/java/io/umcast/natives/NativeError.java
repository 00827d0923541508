/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Why a native call failed.
 *
 * @param call  the call with what it was given.
 * @param errno the error's number; 0 if nothing failed.
 * @param text  the error's text.
 * @param cause what most often leads to it and the way out; may be empty.
 */
public record NativeError(String call, int errno, String text, String cause) {
    private static final int SIZE = 2048;

    /**
     * Why this thread's last native call failed.
     *
     * @return the error.
     */
    public static NativeError last() {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
        final int errno = UmcastNative.error(buffer);
        return new NativeError(next(buffer), errno, next(buffer), next(buffer));
    }

    private static String next(final ByteBuffer buffer) {
        final byte[] bytes = new byte[buffer.remaining()];
        int length = 0;
        while (buffer.hasRemaining()) {
            final byte b = buffer.get();
            if (b == 0) {
                break;
            }
            bytes[length++] = b;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
