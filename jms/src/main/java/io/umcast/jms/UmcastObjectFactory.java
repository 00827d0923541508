/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Hashtable;

import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;

/** Makes factories and topics from what a directory has stored of them. */
public final class UmcastObjectFactory implements ObjectFactory {
    @Override
    public Object getObjectInstance(final Object stored, final Name name, final Context context, final Hashtable<?, ?> environment)
        throws JMSException {
        if (!(stored instanceof Reference reference)) {
            return null;
        }
        if (reference.getClassName().equals(ConnectionFactory.class.getName())) {
            final UmcastConnectionFactory factory = new UmcastConnectionFactory(content(reference, "uri"));
            factory.setClientId(content(reference, "clientId"));
            return factory;
        }
        return reference.getClassName().equals(Topic.class.getName()) ? UmcastDestination.topic(content(reference, "name")) : null;
    }

    private static String content(final Reference reference, final String type) {
        final RefAddr address = reference.get(type);
        return address == null ? null : (String)address.getContent();
    }
}
