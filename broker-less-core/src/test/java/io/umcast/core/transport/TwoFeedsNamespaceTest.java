/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/** Two feeds by two virtual cables of the kernel's. */
class TwoFeedsNamespaceTest {
    @Test
    void aCableThatIsCutMidStreamLosesNothing() throws IOException {
        final String missing = NetworkNamespace.missing();
        assumeTrue(missing == null, missing);
        try (NetworkNamespace namespace = new NetworkNamespace()) {
            namespace.ip("link", "set", "lo", "up");
            cable(namespace, FeedCut.FEED_A, "10.77.1.1/24");
            cable(namespace, FeedCut.FEED_B, "10.77.2.1/24");
            namespace.awaitUp(FeedCut.FEED_A); // before that it drops what is sent
            namespace.awaitUp(FeedCut.FEED_B);
            assertTrue(namespace.java(FeedCut.class).contains(FeedCut.SUCCESS));
        }
    }

    private static void cable(final NetworkNamespace namespace, final String name, final String address) throws IOException {
        namespace.ip("link", "add", name, "type", "veth", "peer", "name", name + "-end");
        namespace.ip("address", "add", address, "dev", name);
        namespace.ip("link", "set", name, "up");
        namespace.ip("link", "set", name + "-end", "up");
    }
}
