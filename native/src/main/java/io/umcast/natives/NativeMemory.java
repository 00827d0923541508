/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that C mapped: zeroed, page aligned, on huge pages if the host gives them. It is unmapped when neither its buffer (nor what
 * was made of it, slices and Agrona's UnsafeBuffers alike) can be reached nor a transport uses it.
 */
public final class NativeMemory {
    private static final Cleaner CLEANER = Cleaner.create(task -> {
        final Thread thread = new Thread(task, "umcast-cleaner");
        thread.setDaemon(true);
        return thread;
    });

    private final long handle;
    private final ByteBuffer buffer;

    private NativeMemory(final long handle, final ByteBuffer buffer) {
        this.handle = handle;
        this.buffer = buffer;
    }

    /**
     * Maps memory.
     *
     * @param bytes 1 or more.
     * @return the memory, or null if the machine refuses: {@link NativeError#last()} tells why.
     */
    public static NativeMemory allocate(final int bytes) {
        final long handle = UmcastNative.memoryAllocate(bytes);
        if (handle < 0) {
            return null;
        }
        final ByteBuffer buffer = UmcastNative.memoryBuffer(handle).order(ByteOrder.nativeOrder());
        CLEANER.register(buffer, () -> UmcastNative.memoryFree(handle));
        return new NativeMemory(handle, buffer);
    }

    /**
     * Runs something when an owner can no longer be reached, for what was never closed.
     *
     * @param owner  that nothing refers to any more.
     * @param action that must not refer to the owner.
     */
    public static void whenUnreachable(final Object owner, final Runnable action) {
        CLEANER.register(owner, action);
    }

    /**
     * The number that native calls know it by, valid while the buffer can be reached.
     *
     * @return the handle.
     */
    public long handle() {
        return handle;
    }

    /**
     * The memory; keeps it mapped.
     *
     * @return a direct buffer in the machine's byte order.
     */
    public ByteBuffer buffer() {
        return buffer;
    }
}
