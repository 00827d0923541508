/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.joram;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import junit.framework.TestCase;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.objectweb.jtests.jms.admin.Admin;

/** Runs the Joram conformance tests; those that are known to fail are listed, and fail the build when they do not. */
class JoramSuiteTest {
    private static final String PKG = "org.objectweb.jtests.jms.conform.";
    /** Written against topics: run as they are. */
    private static final List<String> TOPIC = List.of("connection.TopicConnectionTest", "session.TopicSessionTest",
        "topic.TemporaryTopicTest", "message.MessageDefaultTest");
    /** Written against queues, about things that topics have too: run with the domains exchanged. */
    private static final List<String> TOPICIZED = List.of("connection.ConnectionTest", "message.MessageBodyTest",
        "message.MessageTypeTest", "message.headers.MessageHeaderTest", "message.properties.JMSXPropertyTest",
        "message.properties.MessagePropertyConversionTest", "message.properties.MessagePropertyTest",
        "selector.SelectorSyntaxTest", "selector.SelectorTest", "session.SessionTest");
    /**
     * Of these, only the calls on a TopicSession that must throw.
     * Not run at all: queue.QueueBrowserTest, queue.TemporaryQueueTest, session.QueueSessionTest, the rest of UnifiedSessionTest.
     */
    private static final List<String> UNIFIED = List.of("session.UnifiedSessionTest");
    private static final Set<String> UNIFIED_TOPIC_METHODS = Set.of("testCreateQueueOnTopicSession",
        "testCreateTemporaryQueueOnTopicSession", "testCreateBrowserOnTopicSession");

    /** Who supplies the provider. */
    Class<? extends Admin> admin() {
        return UmcastAdmin.class;
    }

    @TestFactory
    Stream<DynamicNode> topic() throws Exception {
        return suite(new JoramClassLoader(getClass().getClassLoader(), false, admin()), TOPIC, null);
    }

    @TestFactory
    Stream<DynamicNode> queueTestsTurnedIntoTopicTests() throws Exception {
        return suite(new JoramClassLoader(getClass().getClassLoader(), true, admin()), TOPICIZED, null);
    }

    @TestFactory
    Stream<DynamicNode> queueCallsOnTopicSessionThrow() throws Exception {
        return suite(new JoramClassLoader(getClass().getClassLoader(), true, admin()), UNIFIED, UNIFIED_TOPIC_METHODS);
    }

    private static Stream<DynamicNode> suite(ClassLoader loader, List<String> classes, Set<String> only) throws Exception {
        // one server for all tests, not one per test
        loader.loadClass("org.objectweb.jtests.jms.framework.JMSTestCase").getField("startServer").setBoolean(null, false);
        Set<String> expected = expectedFailures();
        List<DynamicNode> nodes = new ArrayList<>();
        for (String name : classes) {
            Class<?> c = loader.loadClass(PKG + name);
            List<DynamicNode> tests = new ArrayList<>();
            Method[] methods = c.getMethods();
            Arrays.sort(methods, Comparator.comparing(Method::getName));
            for (Method m : methods) {
                if (m.getName().startsWith("test") && m.getParameterCount() == 0 && (only == null || only.contains(m.getName()))) {
                    String id = c.getSimpleName() + "." + m.getName();
                    tests.add(DynamicTest.dynamicTest(id, () -> run(c, m.getName(), expected.contains(id))));
                }
            }
            nodes.add(DynamicContainer.dynamicContainer(name, tests));
        }
        return nodes.stream();
    }

    private static void run(Class<?> c, String method, boolean expectedToFail) throws Throwable {
        TestCase t = (TestCase) c.getConstructor(String.class).newInstance(method);
        Throwable failure = null;
        try {
            t.runBare();
        } catch (InvocationTargetException e) {
            failure = e.getTargetException();
        } catch (Throwable e) {
            failure = e;
        }
        if (expectedToFail) {
            Assertions.assertNotNull(failure, "listed as an expected failure, but passes: take it off the list");
        } else if (failure != null) {
            throw failure;
        }
    }

    /** Known deviations of the provider under test, one Class.method a line, # for a comment; a fixed one must leave the list. */
    private static Set<String> expectedFailures() throws IOException {
        try (InputStream in = JoramSuiteTest.class.getResourceAsStream("/joram-expected-failures.txt")) {
            return in == null ? Set.of() : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .map(line -> line.replaceFirst("#.*", "").strip()).filter(s -> !s.isEmpty()).collect(Collectors.toSet());
        }
    }
}
