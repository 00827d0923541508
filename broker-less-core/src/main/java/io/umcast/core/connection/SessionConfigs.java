/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.security.SecureRandom;
import java.util.Random;

import org.agrona.ErrorHandler;

import io.umcast.ConnectionListener;
import io.umcast.config.Config;
import io.umcast.config.Options;
import io.umcast.config.Unconnected;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.receive.ImageConfig;
import io.umcast.core.send.FlowControl;
import io.umcast.core.send.StreamConfig;
import io.umcast.core.session.SessionConfig;

/** Turns a connection's options into what its sessions are made from. */
final class SessionConfigs {
    /** What must stay free of history, or the largest message might never find room: a quarter of the log and a little more. */
    private static final double MAX_RETAIN = 0.625;

    private final Config config;
    private final ConnectionListener listener;
    private final ConnectionListener sendingListener;
    private final ErrorHandler errorHandler;
    private final GroupMapper groups;
    private final long connectionId;
    private final Random random = new SecureRandom();

    SessionConfigs(final Config config, final ConnectionListener listener, final ConnectionListener sendingListener,
        final ErrorHandler errorHandler) {
        this.config = config;
        this.listener = listener;
        this.sendingListener = sendingListener;
        this.errorHandler = errorHandler;
        this.groups = new GroupMapper(config.get(Options.GROUP), config.get(Options.GROUPS), config.get(Options.TOPICS));
        this.connectionId = random.nextLong();
    }

    SessionConfig create(final int mtu) {
        return new SessionConfig(config.get(Options.DOMAIN), config.get(Options.PORT), config.get(Options.SOURCE), groups, streams(mtu),
            images(mtu), config.get(Options.LOG), config.get(Options.LOCAL), config.get(Options.STATUS_INTERVAL),
            config.get(Options.LINGER), config.get(Options.HANDLER_BOUND), config.get(Options.TAG), name(), random.nextLong(), errorHandler,
            listener, sendingListener);
    }

    private StreamConfig streams(final int mtu) {
        return new StreamConfig(config.get(Options.DOMAIN), connectionId, mtu, Math.min(MAX_RETAIN, config.get(Options.RETAIN)),
            FlowControl.valueOf(config.get(Options.FLOW_CONTROL).name()), config.get(Options.UNCONNECTED) == Unconnected.SEND,
            config.get(Options.ANNOUNCE_INTERVAL), config.get(Options.HEARTBEAT), config.get(Options.RECEIVER_TIMEOUT),
            config.get(Options.REPAIR_HOLDOFF), config.get(Options.CLAIM_TIMEOUT));
    }

    private ImageConfig images(final int mtu) {
        return null;
    }

    private String name() {
        return config.get(Options.NAME);
    }
}
