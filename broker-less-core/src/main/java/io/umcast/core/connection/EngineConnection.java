/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.agrona.ErrorHandler;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.Session;
import io.umcast.Topic;
import io.umcast.UmcastException;
import io.umcast.config.Config;
import io.umcast.config.Options;
import io.umcast.core.membership.KernelSockets;
import io.umcast.core.membership.MembershipManager;
import io.umcast.core.membership.MembershipPath;
import io.umcast.core.membership.UmcastFlag;
import io.umcast.core.session.EngineClock;
import io.umcast.core.session.EngineSession;
import io.umcast.core.transport.Transport;

/** A connection of this engine. */
final class EngineConnection implements Connection {
    private static final long AWAIT_STEP_NS = 200_000L;

    private final Config config;
    private final EngineClock clock = EngineClock.SYSTEM;
    private final CopyOnWriteArrayList<EngineSession> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextSession = new AtomicInteger(1);
    private final ConnectionCounters counters;
    private final EventQueue events;
    private final ErrorHandler errorHandler;
    private final SessionConfigs sessionConfigs;
    private final Conductor conductor;
    private UmcastFlag umcast;
    private volatile MembershipManager memberships;
    private volatile boolean closed;

    EngineConnection(final Config config, final ConnectionConfig callbacks) {
        this.config = config;
        final long connectionId = new SecureRandom().nextLong();
        this.counters = new ConnectionCounters(config, connectionId);
        this.errorHandler = counters.recording(callbacks.errorHandler());
        this.events = new EventQueue(callbacks.listener(), errorHandler);
        this.sessionConfigs = new SessionConfigs(config, connectionId, callbacks.listener(), events, errorHandler);
        this.conductor = new Conductor(this, clock, errorHandler, config.get(Options.HANDLER_BOUND));
        conductor.start();
    }

    @Override
    public synchronized Session createSession() {
        if (closed) {
            throw new IllegalStateException("the connection is closed");
        }
        if (umcast == null) {
            umcast = VerbsTransports.umcast(config); // before the first join
        }
        if (memberships == null) {
            final List<MembershipPath> paths = Transports.paths(config);
            memberships = new MembershipManager(paths, new KernelSockets(),
                VerbsTransports.watch(paths.get(0).networkInterface().getName()), events, errorHandler, clock::nanoTime,
                new SecureRandom().nextLong());
        }
        final int id = nextSession.getAndIncrement();
        final Transport transport = Transports.open(config);
        try {
            final EngineSession session = new EngineSession(id, sessionConfigs.create(transport.mtu(), transport.receiveBufferBytes()),
                transport, memberships.of(id, transport), clock, this::forget);
            sessions.add(session);
            return session;
        } catch (final RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private void forget(final EngineSession session) {
        counters.update(session);
        sessions.remove(session);
        counters.remove(session);
    }

    List<EngineSession> sessions() {
        return sessions;
    }

    /** Lets transports and memberships do what is due. */
    void service() {
        sessions.forEach(EngineSession::service);
        final MembershipManager manager = memberships;
        if (manager != null) {
            manager.service();
        }
    }

    void deliverEvents() {
        events.deliver();
    }

    void report() {
        sessions.forEach(counters::update);
        final MembershipManager manager = memberships;
        if (manager != null) {
            counters.update(manager);
        }
    }

    @Override
    public boolean awaitSubscribers(final Topic topic, final int count, final Duration timeout) {
        if (sessions.stream().allMatch(session -> session.subscriberCount(topic) < 0)) {
            throw new UmcastException("this connection has no publisher of " + topic + ": create one first");
        }
        final long deadline = clock.nanoTime() + timeout.toNanos();
        while (subscriberCount(topic) < count) {
            if (closed || clock.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(AWAIT_STEP_NS); // the count itself does the control side's work
        }
        return true;
    }

    @Override
    public int subscriberCount(final Topic topic) {
        return sessions.stream().mapToInt(session -> Math.max(0, session.subscriberCount(topic))).sum();
    }

    @Override
    public String uri() {
        return config.uri();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        sessions.forEach(EngineSession::close);
        conductor.close();
        if (memberships != null) {
            memberships.close();
        }
        events.deliver();
        counters.close();
        synchronized (this) {
            if (umcast != null) {
                umcast.close();
            }
        }
    }
}
