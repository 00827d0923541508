/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

/** The type ids of records in a log, besides the topics' own numbers. */
public final class RecordType {
    /** Agrona's padding: an aborted claim or the log's wrap; skipped. */
    public static final int PADDING = -1;
    /** A topic's definition: u32 the topic's number, then its name in UTF-8 to the record's end. */
    public static final int TOPIC_DEFINITION = 0x7FFF_FFFF;
    /** The first topic of a stream; the next ones follow without holes. */
    public static final int FIRST_TOPIC = 1;
    /** The largest number of topics in a stream. */
    public static final int MAX_TOPICS = 1 << 20;

    private RecordType() {
    }
}
