/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;

/** A connection's temporary destinations. */
final class Temporaries {
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final AtomicLong next = new AtomicLong();

    String create(final String prefix, final long origin) {
        final String name = prefix + Long.toHexString(origin) + '.' + next.incrementAndGet();
        names.add(name);
        return name;
    }

    static boolean isTemporary(final UmcastDestination destination) {
        return destination.name().startsWith(UmcastDestination.TEMPORARY_TOPIC) ||
            destination.name().startsWith(UmcastDestination.TEMPORARY_QUEUE);
    }

    void checkConsumable(final UmcastDestination destination) throws JMSException {
        if (isTemporary(destination) && !names.contains(destination.name())) {
            throw new InvalidDestinationException("only the connection that created the temporary destination " + destination +
                " can consume from it, and only until it is deleted");
        }
    }

    static void delete(final UmcastDestination destination, final UmcastConnection owner) throws JMSException {
        if (owner == null) {
            throw new JMSException("only the connection that created " + destination + " can delete it");
        }
        if (owner.consumes(destination)) {
            throw new jakarta.jms.IllegalStateException(destination + " has a consumer: close it first");
        }
        owner.temporaries().names.remove(destination.name());
    }
}
