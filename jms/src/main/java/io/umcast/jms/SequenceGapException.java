/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.JMSException;

/** Told to ExceptionListeners: a part of what a publisher sent is lost for good. */
public final class SequenceGapException extends JMSException {
    private static final long serialVersionUID = 1L;

    private final String publisher;
    private final long streamId;
    private final long from;
    private final long to;

    SequenceGapException(final String publisher, final long streamId, final long from, final long to, final String reason) {
        super("lost from publisher " + publisher + ", stream " + Long.toHexString(streamId) + ": bytes " + from + " to " + to + ", " + reason,
            "umcast.gap");
        this.publisher = publisher;
        this.streamId = streamId;
        this.from = from;
        this.to = to;
    }

    /**
     * Who published it.
     *
     * @return its address and port.
     */
    public String publisher() {
        return publisher;
    }

    /**
     * The stream that carried it.
     *
     * @return its id.
     */
    public long streamId() {
        return streamId;
    }

    /**
     * Where the lost range begins.
     *
     * @return a position in the stream, in bytes.
     */
    public long from() {
        return from;
    }

    /**
     * Where the lost range ends.
     *
     * @return a position in the stream, in bytes.
     */
    public long to() {
        return to;
    }
}
