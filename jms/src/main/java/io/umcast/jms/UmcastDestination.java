/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.io.Serializable;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;

import io.umcast.TopicPattern;
import io.umcast.UmcastException;

/** Where messages go: always an umcast topic, whatever JMS calls it. */
abstract class UmcastDestination implements Destination, Serializable {
    static final String TEMPORARY_TOPIC = "umcast.temporary.topic.";
    static final String TEMPORARY_QUEUE = "umcast.temporary.queue.";
    private static final long serialVersionUID = 1L;

    private final String name;
    private final boolean pattern;

    UmcastDestination(final String name) {
        this.name = name;
        this.pattern = name.indexOf('*') >= 0 || name.indexOf('>') >= 0;
    }

    final String name() {
        return name;
    }

    /** Whether it stands for all topics that match, which can be consumed from only. */
    final boolean isPattern() {
        return pattern;
    }

    final boolean isTemporary() {
        return name.startsWith(TEMPORARY_TOPIC) || name.startsWith(TEMPORARY_QUEUE);
    }

    /** The destination of a name that came with a message. */
    static UmcastDestination named(final String name) {
        if (name.startsWith(TEMPORARY_QUEUE)) {
            return new UmcastTemporaryQueue(name, null);
        }
        return name.startsWith(TEMPORARY_TOPIC) ? new UmcastTemporaryTopic(name, null) : new UmcastTopic(name);
    }

    /** Ours for anybody's. */
    static UmcastDestination of(final Destination destination) throws JMSException {
        if (destination instanceof UmcastDestination own) {
            return own;
        }
        if (destination instanceof Topic topic && topic.getTopicName() != null) {
            return topic(topic.getTopicName());
        }
        if (destination instanceof Queue) {
            throw new InvalidDestinationException(Refusals.NO_QUEUES);
        }
        throw new InvalidDestinationException("not a destination: " + destination);
    }

    static UmcastTopic topic(final String name) throws JMSException {
        if (name == null) {
            throw new InvalidDestinationException("a topic needs a name");
        }
        try {
            TopicPattern.of(name);
        } catch (final UmcastException e) {
            throw Refusals.because(new InvalidDestinationException(e.getMessage()), e);
        }
        return new UmcastTopic(name);
    }

    @Override
    public final boolean equals(final Object other) {
        return other == this || other instanceof UmcastDestination destination && destination.name.equals(name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    @Override
    public final String toString() {
        return name;
    }
}
