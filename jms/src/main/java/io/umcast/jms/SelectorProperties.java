/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import org.apache.activemq.artemis.selector.filter.Filterable;

/** What the library asks for when it evaluates a selector of Jakarta Messaging: properties, and nothing else of a message. */
@FunctionalInterface
interface SelectorProperties extends Filterable {
    @Override
    default <T> T getBodyAs(final Class<T> type) {
        return null;
    }

    @Override
    default Object getLocalConnectionId() {
        return null;
    }
}
