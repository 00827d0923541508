/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;

/** A queue of one connection, which alone may consume from it: with one consumer a topic is a queue. Request and reply needs no more. */
final class UmcastTemporaryQueue extends UmcastDestination implements TemporaryQueue {
    private static final long serialVersionUID = 1L;

    private final transient UmcastConnection owner;

    UmcastTemporaryQueue(final String name, final UmcastConnection owner) {
        super(name);
        this.owner = owner;
    }

    @Override
    public String getQueueName() {
        return name();
    }

    @Override
    public void delete() throws JMSException {
        Temporaries.delete(this, owner);
    }
}
