/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.joram;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

import javax.naming.Context;
import javax.naming.NamingException;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.TopicConnectionFactory;

import io.umcast.jms.Ports;
import io.umcast.jms.UmcastConnectionFactory;

/**
 * Factories whose connections take turns between two engines, each of which drops 5 % of what it receives: what one connection sends, another
 * hears by the network. A topic takes everything while nobody is known to subscribe, so the first message waits for somebody. The system
 * property {@code umcast.jms.test.uri} has both use another network.
 */
public final class LossyAdmin extends UmcastAdmin {
    private static final String URI = System.getProperty("umcast.jms.test.uri", Ports.uri("jms.discovery=20000&loss=0.05")) + "&seed=";
    private static final AtomicInteger TURN = new AtomicInteger();
    private static final ConnectionFactory[] FACTORIES = {new UmcastConnectionFactory(URI + 11), new UmcastConnectionFactory(URI + 12)};

    @Override
    public Context createContext() throws NamingException {
        final Context names = super.createContext();
        return (Context)Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
            final Object result = invoke(names, method, arguments);
            return result instanceof ConnectionFactory ? turning() : result;
        });
    }

    private static Object turning() {
        final Class<?>[] types = {ConnectionFactory.class, TopicConnectionFactory.class};
        return Proxy.newProxyInstance(LossyAdmin.class.getClassLoader(), types,
            (proxy, method, arguments) -> invoke(FACTORIES[TURN.getAndIncrement() % 2], method, arguments));
    }

    private static Object invoke(final Object on, final java.lang.reflect.Method method, final Object... arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (final InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
