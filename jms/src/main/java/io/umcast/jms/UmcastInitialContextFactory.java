/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.spi.InitialContextFactory;

import jakarta.jms.JMSException;

/**
 * JNDI without a directory: the environment says what there is. {@code connectionFactory.NAME=URI} is a factory, {@code topic.NAME=TOPIC}
 * a topic, and {@code dynamicTopics/TOPIC} any topic.
 */
public final class UmcastInitialContextFactory implements InitialContextFactory {
    private static final String FACTORY = "connectionFactory.";
    private static final String TOPIC = "topic.";
    private static final String DYNAMIC = "dynamicTopics/";

    @Override
    @SuppressWarnings("JdkObsolete") // JNDI's own type
    public Context getInitialContext(final Hashtable<?, ?> environment) throws NamingException {
        final Map<String, Object> bound = new ConcurrentHashMap<>();
        for (final Map.Entry<?, ?> entry : environment.entrySet()) {
            final String key = String.valueOf(entry.getKey());
            final String value = String.valueOf(entry.getValue());
            if (key.startsWith(FACTORY)) {
                bound.put(key.substring(FACTORY.length()), new UmcastConnectionFactory(value));
            } else if (key.startsWith(TOPIC)) {
                bound.put(key.substring(TOPIC.length()), topic(value));
            }
        }
        final Hashtable<Object, Object> copy = new Hashtable<>(environment);
        return (Context)Proxy.newProxyInstance(UmcastInitialContextFactory.class.getClassLoader(), new Class<?>[] {Context.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "lookup", "lookupLink" -> lookup(bound, arguments[0] instanceof Name name ? name.toString() : (String)arguments[0], proxy);
                case "getEnvironment" -> copy.clone();
                case "addToEnvironment" -> copy.put(arguments[0], arguments[1]);
                case "removeFromEnvironment" -> copy.remove(arguments[0]);
                case "getNameInNamespace" -> "";
                case "close" -> null;
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                case "toString" -> "umcast's names " + bound.keySet();
                default -> throw new OperationNotSupportedException(method.getName() + ": the names are those of the environment");
            });
    }

    private static Object lookup(final Map<String, Object> bound, final String name, final Object root) throws NamingException {
        if (name.isEmpty()) {
            return root;
        }
        final Object known = bound.get(name);
        if (known != null) {
            return known;
        }
        if (name.startsWith(DYNAMIC)) {
            return topic(name.substring(DYNAMIC.length()));
        }
        throw new NameNotFoundException("'" + name + "' is none of " + bound.keySet() + ", nor " + DYNAMIC + "TOPIC");
    }

    private static UmcastTopic topic(final String name) throws NamingException {
        try {
            return UmcastDestination.topic(name);
        } catch (final JMSException e) {
            final NamingException failure = new NamingException(e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }
}
