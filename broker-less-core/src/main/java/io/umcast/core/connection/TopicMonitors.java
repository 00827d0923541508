/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

import io.umcast.ConfigException;
import io.umcast.ConnectionConfig;
import io.umcast.config.Config;
import io.umcast.config.Options;
import io.umcast.core.discovery.TopicMonitor;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.membership.KernelSockets;
import io.umcast.core.membership.MembershipManager;
import io.umcast.core.membership.MembershipPath;
import io.umcast.core.session.EngineClock;
import io.umcast.core.transport.Group;
import io.umcast.core.transport.Transport;

/** Opens what listens for topics with the options of a connection. */
public final class TopicMonitors {
    private TopicMonitors() {
    }

    /**
     * Listens to all groups of a URI.
     *
     * @param uri as for a connection.
     * @return the monitor, to be closed.
     * @throws ConfigException            if the URI breaks a rule, or says raw=on.
     * @throws io.umcast.EndpointException if its sockets cannot be opened.
     */
    public static TopicMonitor open(final String uri) {
        JvmFlags.check();
        final Config config = Config.resolve(uri, new Properties());
        if (config.get(Options.RAW)) {
            throw new ConfigException(Options.RAW.key(), "on", "datagrams without umcast's frames announce no topics: leave it out");
        }
        final GroupMapper mapper = GroupMapper.of(config);
        final List<java.net.InetAddress> sources =
            config.get(Options.SOURCE).isEmpty() ? Collections.singletonList(null) : config.get(Options.SOURCE);
        final List<Group> groups = mapper.all().stream()
            .flatMap(group -> sources.stream().map(source -> new Group(group, config.get(Options.PORT), source))).toList();
        final EngineClock clock = EngineClock.SYSTEM;
        final ConnectionConfig callbacks = ConnectionConfig.defaults();
        final List<MembershipPath> paths = Transports.paths(config);
        final MembershipManager memberships = new MembershipManager(paths, new KernelSockets(),
            VerbsTransports.watch(paths.get(0).networkInterface().getName()), callbacks.listener(), callbacks.errorHandler(),
            clock::nanoTime, new SecureRandom().nextLong());
        final Transport transport = Transports.open(config);
        try {
            return new TopicMonitor(transport, memberships.of(0, transport), config.get(Options.DOMAIN), groups, mapper::groupOf,
                config.get(Options.IMAGE_TIMEOUT), new SecureRandom().nextLong(), clock);
        } catch (final RuntimeException e) {
            memberships.close();
            transport.close();
            throw e;
        }
    }
}
