/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.joram;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Some classes of the suite in a process of its own, for a machine that has no Maven: testbed/guest/roce-verbs.sh. Arguments: names of classes, or
 * parts of them.
 */
final class JoramRun {
    private static int passed;
    private static int failed;

    private JoramRun() {
    }

    public static void main(final String... names) throws Exception {
        final JoramLossTest suite = new JoramLossTest();
        for (final Stream<DynamicNode> some : List.of(suite.topic(), suite.queueTestsTurnedIntoTopicTests())) {
            some.filter(node -> Stream.of(names).anyMatch(node.getDisplayName()::contains))
                .flatMap(node -> ((DynamicContainer)node).getChildren()).forEach(test -> run((DynamicTest)test));
        }
        System.out.println(passed + " passed, " + failed + " failed");
        System.exit(passed == 0 || failed > 0 ? 1 : 0);
    }

    private static void run(final DynamicTest test) {
        final long beginNs = System.nanoTime();
        try {
            test.getExecutable().execute();
            passed++;
        } catch (final Throwable e) {
            failed++;
            System.out.println("failed: " + test.getDisplayName() + ": " + e);
        }
        System.out.println(test.getDisplayName() + " " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs) + " ms");
    }
}
