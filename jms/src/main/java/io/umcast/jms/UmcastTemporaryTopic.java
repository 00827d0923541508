/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;

/** A topic of one connection, which alone may consume from it. */
final class UmcastTemporaryTopic extends UmcastTopic implements TemporaryTopic {
    private static final long serialVersionUID = 1L;

    private final transient UmcastConnection owner;

    UmcastTemporaryTopic(final String name, final UmcastConnection owner) {
        super(name);
        this.owner = owner;
    }

    @Override
    public void delete() throws JMSException {
        Temporaries.delete(this, owner);
    }
}
