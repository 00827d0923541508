/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

import io.umcast.PublisherOptions;
import io.umcast.core.log.Doorbell;
import io.umcast.core.log.Log;
import io.umcast.core.send.OutboundStream;
import io.umcast.core.send.RawStream;
import io.umcast.core.send.Stream;
import io.umcast.core.transport.Group;
import io.umcast.core.transport.Transport;

/** A session's own streams: one for each group and kind of publisher. Used under the session's admin lock. */
final class OutboundStreams {
    private final SessionConfig config;
    private final Transport transport;
    private final Doorbell doorbell;
    private final ControlSide control;
    private final ReceiveSide receive;
    private final SplittableRandom random;
    private final EngineClock clock;
    private final Map<Key, OutboundStream> streams = new HashMap<>();

    private record Key(Group group, PublisherOptions options) {
    }

    OutboundStreams(final SessionConfig config, final Transport transport, final Doorbell doorbell, final ControlSide control,
        final ReceiveSide receive, final SplittableRandom random, final EngineClock clock) {
        this.config = config;
        this.transport = transport;
        this.doorbell = doorbell;
        this.control = control;
        this.receive = receive;
        this.random = random;
        this.clock = clock;
    }

    /** The stream to a group, made if there is none. */
    OutboundStream of(final Group group, final PublisherOptions options) {
        final Key key = new Key(group, options);
        final OutboundStream known = streams.get(key);
        if (known != null) {
            return known;
        }
        final int destination = transport.openDestination(group);
        final Log log = new Log(transport.allocate(config.logBytes() + Log.TRAILER_LENGTH), options.concurrent(), doorbell);
        final OutboundStream stream = config.raw() ? raw(log, destination) : reliable(log, destination);
        if (config.local()) {
            receive.addLocal(stream);
        }
        receive.addOwn(stream.id());
        control.enter();
        try {
            control.add(stream);
        } finally {
            control.exit();
        }
        streams.put(key, stream);
        return stream;
    }

    private OutboundStream reliable(final Log log, final int destination) {
        return new Stream(config.streams(), random.nextLong(), destination, log, transport, control.destinations(),
            config.sendingListener(), clock.nanoTime());
    }

    private OutboundStream raw(final Log log, final int destination) {
        return new RawStream(random.nextLong(), log, destination, transport.tx(), transport.mtu(), config.streams().claimTimeoutNs(),
            config.streams().rates(), clock.nanoTime());
    }

    /** All of them. */
    void forEach(final Consumer<OutboundStream> action) {
        streams.values().forEach(action);
    }
}
