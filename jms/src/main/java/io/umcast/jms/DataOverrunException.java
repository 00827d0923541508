/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.JMSException;

/** Told to ExceptionListeners: a consumer was too slow, its queue was full, and messages were dropped for it. */
public final class DataOverrunException extends JMSException {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final String publisher;
    private final long from;
    private final long to;
    private final long dropped;

    DataOverrunException(final String topic, final String publisher, final long from, final long to, final long dropped) {
        super(dropped + " messages of " + topic + " from publisher " + publisher + " dropped, at positions " + from + " to " + to +
            ": the consumer is too slow; raise jms.queue, or set jms.overrun=hold to hold publishers back instead", "umcast.overrun");
        this.topic = topic;
        this.publisher = publisher;
        this.from = from;
        this.to = to;
        this.dropped = dropped;
    }

    /**
     * The topic.
     *
     * @return its name.
     */
    public String topic() {
        return topic;
    }

    /**
     * Who published the message that the report is about.
     *
     * @return its address and port, or "this process".
     */
    public String publisher() {
        return publisher;
    }

    /**
     * Behind the first message that was dropped.
     *
     * @return a position in its stream, in bytes.
     */
    public long from() {
        return from;
    }

    /**
     * Behind the last message that was dropped.
     *
     * @return a position in its stream, in bytes.
     */
    public long to() {
        return to;
    }

    /**
     * How many were dropped in a row so far.
     *
     * @return 1 or more.
     */
    public long dropped() {
        return dropped;
    }
}
