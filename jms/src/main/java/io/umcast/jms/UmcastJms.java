/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

/** What this provider has beyond the specification. */
public final class UmcastJms {
    /**
     * A session mode: messages are not acknowledged and never redelivered, and a listener is called by the network's thread, in place:
     * the message is valid during the call only. Fastest; such a listener must be quick.
     */
    public static final int NO_ACKNOWLEDGE = 100;

    private UmcastJms() {
    }
}
