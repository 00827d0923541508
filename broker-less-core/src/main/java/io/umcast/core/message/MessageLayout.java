/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

/** Where what lies in a message. Little-endian throughout. */
public final class MessageLayout {
    /** The bytes {@code U M S G}. */
    public static final int MAGIC = 0x47534D55;
    /** The format's version. */
    public static final int VERSION = 1;
    /** The length of the fixed header. */
    public static final int HEADER_LENGTH = 80;
    /** The length that stands for null. */
    public static final int NULL_LENGTH = 0xFFFF;
    /** The flag of a persistent message. */
    public static final int PERSISTENT = 1;
    /** The flag of a message whose timestamp is not to be shown: it only dates expiration and delivery. */
    public static final int TIMESTAMP_HIDDEN = 2;
    /** The flag of a message whose id is not to be shown. */
    public static final int ID_HIDDEN = 4;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int BODY_TYPE_OFFSET = 5;
    static final int PRIORITY_OFFSET = 6;
    static final int FLAGS_OFFSET = 7;
    static final int ORIGIN_OFFSET = 8;
    static final int SEQUENCE_OFFSET = 16;
    static final int TIMESTAMP_OFFSET = 24;
    static final int EXPIRATION_OFFSET = 32;
    static final int DELIVERY_TIME_OFFSET = 40;
    static final int GROUP_OFFSET = 48;
    static final int GROUP_INDEX_OFFSET = 56;
    static final int GROUP_SIZE_OFFSET = 60;
    static final int CORRELATION_LENGTH_OFFSET = 64;
    static final int REPLY_TO_LENGTH_OFFSET = 66;
    static final int TYPE_LENGTH_OFFSET = 68;
    static final int PROPERTY_COUNT_OFFSET = 70;
    static final int PROPERTIES_LENGTH_OFFSET = 72;
    static final int BODY_LENGTH_OFFSET = 76;

    static final int MAX_PRIORITY = 9;
    static final int BODY_ALIGNMENT = 8;

    private MessageLayout() {
    }
}
