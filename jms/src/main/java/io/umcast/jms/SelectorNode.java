/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import io.umcast.core.message.MessageView;

/** A condition, or a part of one: true, false, or not known, by the rules of SQL. By one thread at a time. */
interface SelectorNode {
    int FALSE = 0;
    int TRUE = 1;
    int UNKNOWN = 2;

    int test(MessageView message);

    static int of(final boolean value) {
        return value ? TRUE : FALSE;
    }

    static SelectorNode not(final SelectorNode node) {
        return message -> {
            final int value = node.test(message);
            return value == UNKNOWN ? UNKNOWN : TRUE - value;
        };
    }

    /** All of them, or any of them: the value that decides alone. */
    static SelectorNode join(final SelectorNode[] nodes, final int decides) {
        return message -> {
            int result = TRUE - decides;
            for (final SelectorNode node : nodes) {
                final int value = node.test(message);
                if (value == decides) {
                    return decides;
                }
                if (value == UNKNOWN) {
                    result = UNKNOWN;
                }
            }
            return result;
        };
    }
}
