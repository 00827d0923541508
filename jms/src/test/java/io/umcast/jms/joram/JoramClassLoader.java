/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.joram;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Loads the Joram JMS tests and rewrites them on the way: javax.jms becomes jakarta.jms, and, if asked, the point-to-point
 * domain becomes the publish/subscribe domain (Queue to Topic, QueueSender to TopicPublisher, ...), so that the tests of
 * messages, headers, properties, selectors and sessions, nearly all written against queues, run against a topic-only provider.
 * org.objectweb.jtests.jms.admin (no javax.jms in it) stays with the parent loader: a provider's Admin compiles against it.
 */
final class JoramClassLoader extends ClassLoader {
    private static final Map<String, String> TYPES = Map.of(
        "Queue", "Topic", "TemporaryQueue", "TemporaryTopic", "QueueConnection", "TopicConnection",
        "QueueConnectionFactory", "TopicConnectionFactory", "QueueSession", "TopicSession",
        "QueueSender", "TopicPublisher", "QueueReceiver", "TopicSubscriber");
    private static final Map<String, String> METHODS = Map.of(
        "createQueue", "createTopic", "createQueueConnection", "createTopicConnection",
        "createQueueSession", "createTopicSession", "createSender", "createPublisher", "createReceiver", "createSubscriber",
        "getQueueName", "getTopicName", "createTemporaryQueue", "createTemporaryTopic",
        "createQueueConnectionFactory", "createTopicConnectionFactory");
    private static final Map<String, String> ADMIN_METHODS = Map.of("deleteQueue", "deleteTopic",
        "deleteQueueConnectionFactory", "deleteTopicConnectionFactory");

    private final Class<?> admin;
    private final boolean topicize;

    JoramClassLoader(ClassLoader parent, boolean topicize, Class<?> admin) {
        super(parent);
        this.admin = admin;
        this.topicize = topicize;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("org.objectweb.jtests.jms.") || name.startsWith("org.objectweb.jtests.jms.admin.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> c = findLoadedClass(name);
            return c != null ? c : define(name);
        }
    }

    /** The tests ask for provider.properties to learn the Admin's class: answered with the one under test. */
    @Override
    public InputStream getResourceAsStream(String name) {
        return name.equals("provider.properties")
            ? new ByteArrayInputStream(("jms.provider.admin.class=" + admin.getName()).getBytes(StandardCharsets.ISO_8859_1))
            : super.getResourceAsStream(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ClassWriter out = new ClassWriter(0);
            new ClassReader(in).accept(new ClassRemapper(new Topicizer(out), new Names()), 0);
            byte[] b = out.toByteArray();
            return defineClass(name, b, 0, b.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private final class Names extends Remapper {
        Names() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String internal) {
            if (!internal.startsWith("javax/jms/")) {
                return internal;
            }
            String simple = internal.substring("javax/jms/".length());
            return "jakarta/jms/" + (topicize ? TYPES.getOrDefault(simple, simple) : simple);
        }

        @Override
        public String mapMethodName(String owner, String name, String descriptor) {
            if (!topicize) {
                return name;
            }
            // what is called on a TopicSession stays: that createQueue and the like throw there is itself a test
            if (owner.startsWith("javax/jms/") && !owner.equals("javax/jms/Session") && !owner.equals("javax/jms/TopicSession")) {
                return METHODS.getOrDefault(name, name);
            }
            if (owner.equals("org/objectweb/jtests/jms/admin/Admin")) {
                return METHODS.getOrDefault(name, ADMIN_METHODS.getOrDefault(name, name));
            }
            return name;
        }
    }

    /**
     * createReceiver(Queue, String) has no twin with two parameters in TopicSession: adds noLocal = false. The queue calls that
     * a TopicSession inherits get back the descriptors that the renaming of types took.
     */
    private static final class Topicizer extends ClassVisitor {
        Topicizer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, desc, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int op, String owner, String m, String d, boolean itf) {
                    if (owner.equals("jakarta/jms/TopicSession") && m.equals("createSubscriber")
                        && d.startsWith("(Ljakarta/jms/Topic;Ljava/lang/String;)")) {
                        visitInsn(Opcodes.ICONST_0);
                        d = "(Ljakarta/jms/Topic;Ljava/lang/String;Z)Ljakarta/jms/TopicSubscriber;";
                    }
                    if (owner.equals("jakarta/jms/TopicSession")
                        && (m.equals("createQueue") || m.equals("createTemporaryQueue") || m.equals("createBrowser"))) {
                        d = d.replace("Topic;", "Queue;");
                    }
                    super.visitMethodInsn(op, owner, m, d, itf);
                }

                @Override
                public void visitMaxs(int stack, int locals) {
                    super.visitMaxs(stack + 1, locals);
                }
            };
        }
    }
}
