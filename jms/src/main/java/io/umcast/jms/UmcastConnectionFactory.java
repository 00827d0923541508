/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.io.Serializable;

import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;

/**
 * Where a JMS application begins. Connections of one URI share sockets and threads, so that opening one costs little; there is no
 * broker to start.
 */
public final class UmcastConnectionFactory implements ConnectionFactory, TopicConnectionFactory, Referenceable, Serializable {
    private static final long serialVersionUID = 1L;

    private String uri;
    private String clientId;

    /** A factory for loopback on this machine: {@code udp:}. */
    public UmcastConnectionFactory() {
        this("udp:");
    }

    /**
     * A factory.
     *
     * @param uri as for {@link io.umcast.Umcast#connect(String)}, with options of this provider that begin with {@code jms.}: see
     *            {@code docs/jms.md}.
     */
    public UmcastConnectionFactory(final String uri) {
        this.uri = uri;
    }

    /**
     * Where connections connect to.
     *
     * @return the URI.
     */
    public String getUri() {
        return uri;
    }

    /**
     * Sets where connections connect to.
     *
     * @param value the URI.
     */
    public void setUri(final String value) {
        uri = value;
    }

    /**
     * The client id that each connection is given.
     *
     * @return the id, or null.
     */
    public String getClientId() {
        return clientId;
    }

    /**
     * Sets the client id that each connection is given; then there can be one connection at a time.
     *
     * @param value the id, or null.
     */
    public void setClientId(final String value) {
        clientId = value;
    }

    private UmcastConnection open(final boolean topicOnly) throws JMSException {
        return new UmcastConnection(uri, clientId, topicOnly);
    }

    private static void checkUser(final String user, final String password) throws JMSException {
        if (user != null && !user.isEmpty() || password != null && !password.isEmpty()) {
            throw new JMSSecurityException("there is no broker that could ask for a user and a password: connect without, and restrict the " +
                "network instead");
        }
    }

    @Override
    public UmcastConnection createConnection() throws JMSException {
        return open(false);
    }

    @Override
    public UmcastConnection createConnection(final String user, final String password) throws JMSException {
        checkUser(user, password);
        return open(false);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return open(true);
    }

    @Override
    public TopicConnection createTopicConnection(final String user, final String password) throws JMSException {
        checkUser(user, password);
        return open(true);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(final String user, final String password) {
        return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(final String user, final String password, final int mode) {
        Refusals.unchecked(() -> checkUser(user, password));
        return createContext(mode);
    }

    @Override
    public JMSContext createContext(final int mode) {
        return Refusals.unchecked(() -> {
            UmcastSession.checkMode(mode);
            final UmcastConnection connection = open(false);
            return new UmcastContext(connection, mode, new UmcastContext.Users());
        });
    }

    @Override
    public Reference getReference() {
        final Reference reference = new Reference(ConnectionFactory.class.getName(), new StringRefAddr("uri", uri),
            UmcastObjectFactory.class.getName(), null);
        if (clientId != null) {
            reference.add(new StringRefAddr("clientId", clientId));
        }
        return reference;
    }

    @Override
    public String toString() {
        return "UmcastConnectionFactory[" + uri + "]";
    }
}
