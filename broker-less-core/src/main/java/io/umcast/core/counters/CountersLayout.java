/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.counters;

import org.agrona.concurrent.status.CountersReader;

/** Where what lies in a counters file: this header, the counters' meta data, their values, the error log. Little-endian. */
final class CountersLayout {
    /** u64: {@link #MAGIC}, written last. */
    static final int MAGIC_OFFSET = 0;
    /** u32: {@link #VERSION}. */
    static final int VERSION_OFFSET = 8;
    /** u32: the length of the URI in bytes. */
    static final int URI_LENGTH_OFFSET = 12;
    /** u64: the process id, as the process sees it. */
    static final int PID_OFFSET = 16;
    /** u64: when the connection was opened, in milliseconds since 1970-01-01 UTC. */
    static final int START_TIME_OFFSET = 24;
    /** u64: the connection's id. */
    static final int CONNECTION_ID_OFFSET = 32;
    /** u32: the length of the meta data section. */
    static final int METADATA_LENGTH_OFFSET = 40;
    /** u32: the length of the values section. */
    static final int VALUES_LENGTH_OFFSET = 44;
    /** u32: the length of the error log section. */
    static final int ERRORS_LENGTH_OFFSET = 48;
    /** The URI in UTF-8. */
    static final int URI_OFFSET = 64;
    /** The header's length. */
    static final int HEADER_LENGTH = 4096;

    /** "UMCASTCT". */
    static final long MAGIC = 0x5443_5453_4143_4D55L;
    static final int VERSION = 1;
    static final int COUNTERS = 2048;
    static final int METADATA_LENGTH = COUNTERS * CountersReader.METADATA_LENGTH;
    static final int VALUES_LENGTH = COUNTERS * CountersReader.COUNTER_LENGTH;
    static final int ERRORS_LENGTH = 64 << 10;
    static final int FILE_LENGTH = HEADER_LENGTH + METADATA_LENGTH + VALUES_LENGTH + ERRORS_LENGTH;
    static final String SUFFIX = ".umcast";

    private CountersLayout() {
    }
}
