/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

import jakarta.jms.Topic;

/** A topic. */
class UmcastTopic extends UmcastDestination implements Topic, Referenceable {
    private static final long serialVersionUID = 1L;

    UmcastTopic(final String name) {
        super(name);
    }

    @Override
    public final String getTopicName() {
        return name();
    }

    @Override
    public final Reference getReference() {
        return new Reference(Topic.class.getName(), new StringRefAddr("name", name()), UmcastObjectFactory.class.getName(), null);
    }
}
