/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

/** Why a datagram was dropped by {@link FrameValidator}: small numbers, for arrays of counters. */
public final class DropCause {
    /** Not dropped. */
    public static final int NONE = 0;
    /** Shorter than a header, or than its type's fixed part. */
    public static final int SHORT = 1;
    /** Not of this protocol. */
    public static final int MAGIC = 2;
    /** Another version of the protocol. */
    public static final int VERSION = 3;
    /** Another domain: a neighbour, not an error. */
    public static final int DOMAIN = 4;
    /** A type that this version does not know. */
    public static final int TYPE = 5;
    /** The datagram's length is not the one that its frame says. */
    public static final int LENGTH = 6;
    /** A position that cannot be: negative, unaligned, or with its range beyond the largest one. */
    public static final int POSITION = 7;
    /** A range that cannot be: empty, unaligned, where none should be, or with a first record beyond it. */
    public static final int RANGE = 8;
    /** A field of the body that cannot be. */
    public static final int BODY = 9;
    /** How many causes there are, {@link #NONE} included. */
    public static final int COUNT = 10;

    private static final String[] NAMES =
        {"none", "short", "magic", "version", "domain", "type", "length", "position", "range", "body"};

    private DropCause() {
    }

    /**
     * A cause's name, for labels of counters.
     *
     * @param cause one of these, 0 to {@link #COUNT} - 1.
     * @return one word.
     */
    public static String name(final int cause) {
        return NAMES[cause];
    }
}
