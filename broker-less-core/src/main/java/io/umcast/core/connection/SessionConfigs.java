/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.Random;

import org.agrona.ErrorHandler;

import io.umcast.ConnectionListener;
import io.umcast.config.Config;
import io.umcast.config.Option;
import io.umcast.config.Options;
import io.umcast.config.SlowReceiver;
import io.umcast.config.Unconnected;
import io.umcast.core.group.GroupMapper;
import io.umcast.core.receive.ImageConfig;
import io.umcast.core.send.FlowConfig;
import io.umcast.core.send.FlowControl;
import io.umcast.core.send.RateConfig;
import io.umcast.core.send.StreamConfig;
import io.umcast.core.session.SessionConfig;
import io.umcast.core.wire.StatusFrame;

/** Turns a connection's options into what its sessions are made from. */
public final class SessionConfigs {
    /** What must stay free of history, or the largest message might never find room: a quarter of the log and a little more. */
    private static final double MAX_RETAIN = 0.625;

    /** Of what the socket holds, the share that may be asked for again at once. */
    private static final int NAK_SHARE = 8;

    private final Config config;
    private final ConnectionListener listener;
    private final ConnectionListener sendingListener;
    private final ErrorHandler errorHandler;
    private final GroupMapper groups;
    private final long connectionId;
    private final Random random;

    SessionConfigs(final Config config, final long connectionId, final ConnectionListener listener,
        final ConnectionListener sendingListener, final ErrorHandler errorHandler) {
        this(config, connectionId, listener, sendingListener, errorHandler, new SecureRandom());
    }

    /**
     * What a connection's sessions are made from.
     *
     * @param config          the connection's options.
     * @param connectionId    its id.
     * @param listener        told by the data thread what happens to images.
     * @param sendingListener told what happens to receivers, under a lock: must only pass it on.
     * @param errorHandler    told what goes wrong.
     * @param random          of what is random in them.
     */
    public SessionConfigs(final Config config, final long connectionId, final ConnectionListener listener,
        final ConnectionListener sendingListener, final ErrorHandler errorHandler, final Random random) {
        this.config = config;
        this.listener = listener;
        this.sendingListener = sendingListener;
        this.errorHandler = errorHandler;
        this.groups = GroupMapper.of(config);
        GroupMapper.secondFeed(config); // refuses what cannot be, before a session is made
        this.connectionId = connectionId;
        this.random = random;
    }

    /**
     * A session's.
     *
     * @param mtu           of its transport, in bytes.
     * @param receiveBuffer what its sockets hold, in bytes.
     * @return a config.
     */
    public SessionConfig create(final int mtu, final int receiveBuffer) {
        return new SessionConfig(config.get(Options.DOMAIN), config.get(Options.PORT), config.get(Options.SOURCE), groups, streams(mtu),
            images(receiveBuffer), config.get(Options.LOG), config.get(Options.LOCAL), config.get(Options.RAW),
                config.get(Options.STATUS_INTERVAL),
            config.get(Options.LINGER), config.get(Options.HANDLER_BOUND), config.get(Options.TAG), name(), random.nextLong(), errorHandler,
            listener, sendingListener);
    }

    private StreamConfig streams(final int mtu) {
        return new StreamConfig(config.get(Options.DOMAIN), connectionId, mtu, Math.min(MAX_RETAIN, config.get(Options.RETAIN)),
            flow(), rates(), config.get(Options.UNCONNECTED) == Unconnected.SEND,
            config.get(Options.ANNOUNCE_INTERVAL), config.get(Options.HEARTBEAT), config.get(Options.RECEIVER_TIMEOUT),
            config.get(Options.REPAIR_HOLDOFF), config.get(Options.CLAIM_TIMEOUT));
    }

    private FlowConfig flow() {
        final FlowControl control = FlowControl.valueOf(config.get(Options.FLOW_CONTROL).name());
        final long slowTimeoutNs = control == FlowControl.MAX ? config.get(Options.LAG_CREDIT) :
            config.get(Options.SLOW_RECEIVER) == SlowReceiver.DROP ? config.get(Options.SLOW_TIMEOUT) : 0;
        return new FlowConfig(control, config.get(Options.TAG),
            config.get(Options.GROUP_SIZE), slowTimeoutNs);
    }

    private RateConfig rates() {
        final long rate = config.get(Options.RATE);
        final long repairRate = config.get(Options.REPAIR_RATE);
        return new RateConfig(rate, repairRate == Options.AUTO_NUMBER ? rate : repairRate, config.get(Options.BURST));
    }

    private ImageConfig images(final int receiveBuffer) {
        final int window = config.get(Options.WINDOW);
        return new ImageConfig(window == Options.AUTO_NUMBER ? 0 : window, 0, config.get(Options.NAK_BACKOFF),
            config.get(Options.NAK_RETRY),
            config.get(Options.NAK_GROUP), receiveBuffer / NAK_SHARE, config.get(Options.LOSS_TIMEOUT), config.get(Options.IMAGE_TIMEOUT),
            config.get(Options.TOPIC_TIMEOUT));
    }

    private String name() {
        final String given = config.get(Options.NAME);
        if (!Option.AUTO.equals(given)) {
            return given;
        }
        final String text = hostName() + ":" + ProcessHandle.current().pid();
        return text.length() <= StatusFrame.MAX_NAME_LENGTH ? text : text.substring(text.length() - StatusFrame.MAX_NAME_LENGTH);
    }

    private static String hostName() {
        final String environment = System.getenv("HOSTNAME");
        if (environment != null && !environment.isEmpty()) {
            return environment;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException e) {
            return "localhost"; // a host without a name of its own
        }
    }
}
