/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.joram;

import java.util.Hashtable;

import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

import org.objectweb.jtests.jms.admin.Admin;

import io.umcast.jms.Ports;
import io.umcast.jms.UmcastInitialContextFactory;

/** What the suite needs of a provider: names for factories and topics. Each admin has topics of its own, so that no test hears another. */
public class UmcastAdmin implements Admin {
    private static final String URI = Ports.uri(System.getProperty("umcast.jms.test.options", ""));
    private static int count;

    @SuppressWarnings("JdkObsolete") // JNDI's own type
    private final Hashtable<String, String> names = new Hashtable<>();
    private final String suffix;

    public UmcastAdmin() {
        synchronized (UmcastAdmin.class) {
            suffix = "." + ++count;
        }
    }

    @Override
    public String getName() {
        return "umcast";
    }

    @Override
    public void startServer() {
        // there is none
    }

    @Override
    public void stopServer() {
        // there is none
    }

    @Override
    public void start() {
        // there is none
    }

    @Override
    public void stop() {
        // there is none
    }

    @Override
    public Context createContext() throws NamingException {
        names.put(Context.INITIAL_CONTEXT_FACTORY, UmcastInitialContextFactory.class.getName());
        return new InitialContext(names);
    }

    @Override
    public void createConnectionFactory(final String name) {
        names.put("connectionFactory." + name, URI);
    }

    @Override
    public void createQueueConnectionFactory(final String name) {
        throw new UnsupportedOperationException("topics only");
    }

    @Override
    public void createTopicConnectionFactory(final String name) {
        createConnectionFactory(name);
    }

    @Override
    public void createQueue(final String name) {
        throw new UnsupportedOperationException("topics only");
    }

    @Override
    public void createTopic(final String name) {
        names.put("topic." + name, name + suffix);
    }

    @Override
    public void deleteQueue(final String name) {
        throw new UnsupportedOperationException("topics only");
    }

    @Override
    public void deleteTopic(final String name) {
        names.remove("topic." + name);
    }

    @Override
    public void deleteConnectionFactory(final String name) {
        names.remove("connectionFactory." + name);
    }

    @Override
    public void deleteQueueConnectionFactory(final String name) {
        throw new UnsupportedOperationException("topics only");
    }

    @Override
    public void deleteTopicConnectionFactory(final String name) {
        deleteConnectionFactory(name);
    }
}
