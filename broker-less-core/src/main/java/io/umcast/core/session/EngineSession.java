/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;

import io.umcast.EndpointException;
import io.umcast.IdleStrategies;
import io.umcast.MessageHandler;
import io.umcast.NetworkEvent;
import io.umcast.Publisher;
import io.umcast.PublisherOptions;
import io.umcast.QueueSubscriber;
import io.umcast.ReceiverInfo;
import io.umcast.Session;
import io.umcast.Subscriber;
import io.umcast.SubscriberOptions;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import io.umcast.core.log.Doorbell;
import io.umcast.core.membership.SessionGroups;
import io.umcast.core.receive.HandlerSubscription;
import io.umcast.core.receive.QueueSubscription;
import io.umcast.core.receive.Subscription;
import io.umcast.core.receive.SubscriptionRegistry;
import io.umcast.core.send.OutboundStream;
import io.umcast.core.send.StreamPublisher;
import io.umcast.core.transport.Group;
import io.umcast.core.transport.Transport;

/** A session over one transport. */
public final class EngineSession implements Session {
    /** Timers of images are looked at after so many cycles at the latest when each of them brings something. */
    private static final int TEND_INTERVAL = 8;

    private final int id;
    private final SessionConfig config;
    private final Transport transport;
    private final Doorbell doorbell;
    private final EngineClock clock;
    private final Consumer<EngineSession> onClose;
    private final SplittableRandom random;
    private final SubscriptionRegistry registry;
    private final Memberships memberships;
    private final Statuses statuses;
    private final DropCounts drops = new DropCounts();
    private final ControlSide control;
    private final ReceiveSide receive;
    private final OutboundStreams streams;
    private final Object admin = new Object();
    private final CycleGate gate = new CycleGate();
    private final Lead lead;

    private Thread owner;
    private int untended;
    private AgentRunner runner;
    /** Of a started session that sleeps in its transport: others may run its cycles. */
    private volatile EventIdle idle;
    private volatile boolean closing;
    private volatile boolean closed;

    /**
     * A session.
     *
     * @param id        its number in the connection.
     * @param config    what it is made from.
     * @param transport its own, open.
     * @param groups    by which the transport's groups are joined and left.
     * @param clock     the time.
     * @param onClose   told when it has closed.
     */
    public EngineSession(final int id, final SessionConfig config, final Transport transport, final SessionGroups groups,
        final EngineClock clock, final Consumer<EngineSession> onClose) {
        this.id = id;
        this.config = config;
        this.transport = transport;
        this.doorbell = new Doorbell(transport::wake);
        this.clock = clock;
        this.lead = new Lead(clock, () -> closing, this::flush);
        this.onClose = onClose;
        this.random = new SplittableRandom(config.seed());
        this.registry = new SubscriptionRegistry();
        this.memberships = new Memberships(groups);
        final FrameBox inbox = new FrameBox(64, transport.mtu());
        final FrameBox outbox = new FrameBox(256, 256);
        this.statuses = new Statuses(random.nextLong(), config.name().getBytes(java.nio.charset.StandardCharsets.UTF_8), config.tag(),
            config.statusIntervalNs(), transport.receiveBufferPayload(), transport.receiveBufferDatagrams(), transport.mtu());
        this.control = new ControlSide(transport, config.domain(), statuses, inbox, outbox, drops, config.errorHandler());
        this.receive = new ReceiveSide(id, config, transport, registry, statuses, inbox, outbox, drops, random.nextLong(), clock);
        this.streams = new OutboundStreams(config, transport, doorbell, control, receive, random, clock);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public Publisher createPublisher(final Topic topic, final PublisherOptions options) {
        synchronized (admin) {
            checkOpen();
            final OutboundStream stream = streams.of(config.group(topic), options);
            receive.prepareLocal(control);
            try {
                return stream.createPublisher(topic, config.local() && registry.hasTargets(topic));
            } finally {
                receive.settleLocal();
            }
        }
    }

    @Override
    public Subscriber subscribe(final Topic topic, final MessageHandler handler, final SubscriberOptions options) {
        return subscribe(TopicPattern.of(topic), handler, options);
    }

    @Override
    public Subscriber subscribe(final TopicPattern pattern, final MessageHandler handler, final SubscriberOptions options) {
        final HandlerSubscription subscription = new HandlerSubscription(pattern, options, handler, this::unsubscribe);
        add(subscription);
        return subscription;
    }

    @Override
    public QueueSubscriber subscribeQueue(final Topic topic, final SubscriberOptions options) {
        return subscribeQueue(TopicPattern.of(topic), options);
    }

    @Override
    public QueueSubscriber subscribeQueue(final TopicPattern pattern, final SubscriberOptions options) {
        final QueueSubscription subscription = new QueueSubscription(pattern, options, config.listener(), this::unsubscribe);
        add(subscription);
        return subscription;
    }

    private void add(final Subscription subscription) {
        final List<Group> groups = config.heard(subscription.pattern());
        synchronized (admin) {
            checkOpen();
            receive.prepareLocal(control);
            try {
                registry.add(subscription, clock.nanoTime());
                memberships.acquire(groups);
            } catch (final RuntimeException e) {
                registry.remove(subscription);
                throw e;
            } finally {
                receive.settleLocal();
            }
            tellLocal(subscription.pattern());
        }
    }

    private void unsubscribe(final Subscription subscription) {
        synchronized (admin) {
            if (!registry.remove(subscription) || closing) {
                return;
            }
            tellLocal(subscription.pattern());
            boolean left = false;
            for (final Group group : config.heard(subscription.pattern())) {
                left |= memberships.release(group);
            }
            if (left) {
                receive.leaveIdleImages();
            }
        }
    }

    private void tellLocal(final TopicPattern changed) {
        if (config.local()) {
            streams.forEach(stream -> stream.local(changed, registry::hasTargets));
        }
    }

    @Override
    public int poll() {
        if (owner != Thread.currentThread()) {
            bindOwner();
        }
        checkOpen();
        return cycle();
    }

    private void bindOwner() {
        synchronized (admin) {
            if (owner != null) {
                throw new IllegalStateException("session " + id + " is polled by thread '" + owner.getName() + "', not by '" +
                    Thread.currentThread().getName() + "': one thread polls a session; make a session for each thread");
            }
            owner = Thread.currentThread();
        }
    }

    private int cycle() {
        final long nowNs = clock.nanoTime();
        final long epochNs = clock.epochNanos(nowNs);
        gate.enter(); // close() either sees it, or is seen here
        try {
            if (closing) {
                return 0;
            }
            int work = 0;
            if (control.tryEnter()) {
                try {
                    work = control.work(false, memberships.isAny(), nowNs, epochNs);
                } finally {
                    control.exit();
                }
            }
            final int received = receive.receive(nowNs);
            if (received > 0) {
                work += received + control.flush(clock);
            }
            work += receive.deliver(epochNs);
            if (received != 1 || ++untended >= TEND_INTERVAL || receive.isWaiting()) { // else a lone datagram came: it may be answered
                untended = 0;
                work += receive.tend(nowNs);
            }
            return work;
        } catch (final RuntimeException e) {
            config.errorHandler().onError(e);
            return 1;
        } finally {
            gate.exit();
            if (closing) {
                finishClose();
            }
        }
    }

    @Override
    public Session start() {
        return start(transport.canAwait() ? new EventIdle(transport, doorbell, control, receive, clock,
            Math.min(config.statusIntervalNs(), config.streams().announceIntervalNs())) : IdleStrategies.backoff());
    }

    @Override
    public Session start(final IdleStrategy idleStrategy) {
        synchronized (admin) {
            checkOpen();
            if (owner != null) {
                throw new IllegalStateException("session " + id + (runner == null ? " has been polled" : " is started") + " already");
            }
            control.neverLinger();
            idle = idleStrategy instanceof EventIdle event ? event : null;
            runner = new AgentRunner(idleStrategy, SessionAgent.errors(config.errorHandler()), null, new SessionAgent(this));
            final Thread thread = AgentRunner.startOnThread(runner);
            owner = thread;
            return this;
        }
    }

    int agentCycle() {
        if (closed || !lead.awaitOwnTurn()) {
            throw new AgentTerminationException();
        }
        return cycle();
    }

    /**
     * Runs duty cycles by the calling thread, in place of the session's own, until something is there that it waits for: then nothing need be
     * handed over. Of a session whose {@link #start()} sleeps in its transport, and not while another thread is at it. Handlers of all
     * subscriptions are called by the caller meanwhile.
     *
     * @param until what is waited for; asked before each cycle. Who makes it true from elsewhere calls {@link #wakeLeader()} then.
     * @param nanos how long at most.
     * @return whether the caller has led; if not, the session's own thread may give way soon.
     */
    public boolean lead(final BooleanSupplier until, final long nanos) {
        return idle != null && !closing && lead.enter(false) && leadUntil(until, nanos, 0);
    }

    /**
     * As {@link #lead}, for a thread that publishes more than goes out meanwhile: by at least one cycle it sends that itself, until there is
     * room for an eighth of the log. Only of a session without subscriptions, since who publishes must not be made to call handlers.
     *
     * @param publisher of this session.
     * @param nanos     how long at most.
     * @return whether the caller has led.
     */
    public boolean leadToSend(final Publisher publisher, final long nanos) {
        return idle != null && !closing && registry.isEmpty() && publisher instanceof StreamPublisher own && lead.enter(true) &&
            leadUntil(() -> own.hasRoom() || !registry.isEmpty(), nanos, 1);
    }

    /** The caller has led and does not mean to lead again soon: the session's own thread need not wait for that. */
    public void resign() {
        lead.resign();
    }

    private boolean leadUntil(final BooleanSupplier until, final long nanos, final int leastCycles) {
        final EventIdle sleep = idle;
        try {
            final long endNs = clock.nanoTime() + nanos;
            boolean late = false;
            for (int cycles = 0; !late && !closing && (cycles < leastCycles || !until.getAsBoolean()); cycles++) {
                if (cycle() > 0) {
                    sleep.reset();
                } else {
                    late = sleep.idleUntil(endNs);
                }
            }
        } finally {
            sleep.reset();
            lead.leave();
        }
        return true;
    }

    /** Whether another thread than the session's own runs its cycles now. */
    boolean isLedByGuest() {
        return lead.isGuest();
    }

    /**
     * Sends at once what the caller has published if the guest that has led is away, so that it need not wait for its return. From any thread;
     * the guest itself sends when it is back.
     *
     * @return whether something was sent.
     */
    public boolean sendUnled() {
        return lead.isAwaited() && flush() > 0;
    }

    private int flush() {
        return control.flush(clock);
    }

    /** Has the thread look again for what it waits for that runs the session's cycles, or sleeps in one. From any thread. */
    public void wakeLeader() {
        doorbell.ring();
    }

    /**
     * Called by the conductor: does the control side's work if nobody has for too long, and sees to it that somebody leads.
     *
     * @param nowNs the time.
     * @return in how many nanoseconds there may be a need next.
     */
    public long standIn(final long nowNs) {
        lead.lookAfterGuest(nowNs);
        final long inNs = ControlSide.standInNs(nowNs - control.lastCycleNs(), config.handlerBoundNs(), config.unseenNs());
        if (inNs > 0) {
            return inNs;
        }
        controlCycle(nowNs);
        return config.handlerBoundNs() >> 1;
    }

    /**
     * Called by the conductor: lets the transport do what it does by itself, and tells the listener what happened.
     */
    public void service() {
        if (!closing) {
            transport.service(this::onNetworkEvent);
        }
    }

    private void onNetworkEvent(final NetworkEvent.Kind kind, final InetAddress group, final boolean receiving, final String detail) {
        memberships.onEvent(kind, group, receiving);
        if (kind == NetworkEvent.Kind.FAILED) { // nobody may listen: it goes to the error log, too
            config.errorHandler().onError(new EndpointException(transport.describe(), 0, detail,
                "session " + id + " hears and sends nothing any more: close it, and make another"));
        }
        config.listener().onNetworkEvent(new NetworkEvent(kind, id, group, detail));
    }

    /** One cycle of the control side, unless somebody else is at it. */
    private void controlCycle(final long nowNs) {
        if (!control.tryEnter()) {
            return;
        }
        try {
            if (!closed) {
                control.work(true, false, nowNs, clock.epochNanos(nowNs));
            }
        } finally {
            control.exit();
        }
    }

    /**
     * How many subscribing sessions on the network are ready for a topic.
     *
     * @param topic that this session publishes.
     * @return their number; -1 if it does not publish the topic.
     */
    public int subscriberCount(final Topic topic) {
        controlCycle(clock.nanoTime());
        return control.subscriberCount(topic);
    }

    @Override
    public List<ReceiverInfo> receivers() {
        return Arrays.stream(control.streams()).flatMap(stream -> stream.receivers().stream()).toList();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (admin) {
            if (closing) {
                return;
            }
            closing = true;
            streams.forEach(OutboundStream::shut);
        }
        if (gate.isInside() && (runner == null ? owner == Thread.currentThread() : lead.isLeader())) {
            return; // called by a handler: the cycle that called it closes when it ends
        }
        if (runner != null) {
            doorbell.ring();
            lead.wakeOwn();
            runner.close();
            lead.awaitNoGuest();
        }
        while (gate.isInside()) {
            Thread.yield(); // a handler is at work; nothing is taken from under it
        }
        finishClose();
    }

    private void finishClose() {
        synchronized (admin) {
            if (closed) {
                return;
            }
            new Farewell(control, receive, clock).say(config.lingerNs(), () -> controlCycle(clock.nanoTime()));
            closed = true;
        }
        memberships.leaveAll(config.errorHandler());
        control.enter();
        try {
            receive.close();
            transport.close();
        } finally {
            control.exit();
        }
        onClose.accept(this);
    }

    private void checkOpen() {
        if (closing) {
            throw new IllegalStateException("session " + id + " is closed");
        }
    }

    /**
     * Copies the session's numbers into counters.
     *
     * @param report takes them.
     */
    public void report(final SessionReport report) {
        report.session(transport.stats(), receive.counters(), receive.ownCopies(), statuses.sent(), drops,
            control.framesRefused());
        final Feeds feeds = receive.feeds();
        if (feeds != null) {
            for (int feed = 0; feed < Feeds.COUNT; feed++) {
                report.feed(feed, feeds.counters(feed));
            }
        }
        for (final OutboundStream stream : control.streams()) {
            report.stream(stream.numbers()); // without the lock: a number may be a cycle old
            stream.receivers().forEach(report::receiver);
        }
        receive.images(report::image);
    }

    /**
     * What the transport is, for people.
     *
     * @return one line.
     */
    public String describe() {
        return transport.describe();
    }
}
