/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import java.util.Arrays;

/** Which of a stream's topics are wanted, as a bitmap that other threads read: bit i of word w is topic 1 + 64 w + i. Owned by the data thread. */
final class Interest {
    private static final long[] NONE = {};

    private long[] wants = new long[1];
    private int count;
    private long changes;
    private volatile long[] words = NONE;
    private volatile long version;

    /** Makes room for topics up to a number. */
    void grow(final int lastNumber) {
        wants = Arrays.copyOf(wants, Math.max(wants.length, lastNumber + Long.SIZE - 1 >> 6));
    }

    /** Says whether a topic is wanted; {@link #publish} tells it. */
    void set(final int number, final boolean wanted) {
        final int word = number - 1 >> 6;
        final long bit = 1L << number - 1;
        if ((wants[word] & bit) != 0 != wanted) {
            wants[word] ^= bit;
            count += wanted ? 1 : -1;
        }
    }

    void clear() {
        Arrays.fill(wants, 0);
        count = 0;
    }

    /** Whether any topic is wanted. */
    boolean isAny() {
        return count > 0;
    }

    /** Lets other threads see what has changed. */
    void publish() {
        int length = wants.length;
        while (length > 0 && wants[length - 1] == 0) {
            length--;
        }
        if (!Arrays.equals(wants, 0, length, words, 0, words.length)) {
            words = Arrays.copyOf(wants, length);
            version = ++changes;
        }
    }

    /** As many words as needed, not to be changed. From any thread. */
    long[] words() {
        return words;
    }

    /** Changes after {@link #words} has. From any thread. */
    long version() {
        return version;
    }
}
