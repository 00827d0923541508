/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.counters;

import io.umcast.MembershipEvent;
import io.umcast.core.wire.DropCause;

/**
 * The kinds of counters. A type id never changes its meaning; what a counter is about (session, stream, image) is in its
 * label.
 */
public enum CounterType {
    /** Datagrams given to the network. */
    DATAGRAMS_SENT(1, "datagrams sent"),
    /** Bytes given to the network. */
    BYTES_SENT(2, "bytes sent"),
    /** Datagrams taken from the network. */
    DATAGRAMS_RECEIVED(3, "datagrams received"),
    /** Bytes taken from the network. */
    BYTES_RECEIVED(4, "bytes received"),
    /** Bytes of records that handlers saw in the receive slot itself. */
    BYTES_IN_PLACE(5, "bytes in place"),
    /** Bytes of records that were put together first. */
    BYTES_ASSEMBLED(6, "bytes assembled"),
    /** NAKs sent. */
    NAKS_SENT(7, "NAKs sent"),
    /** NAKs received. */
    NAKS_RECEIVED(8, "NAKs received"),
    /** Datagrams sent again. */
    REPAIRS_SENT(9, "repairs sent"),
    /** CONFIRMs sent. */
    CONFIRMS_SENT(10, "CONFIRMs sent"),
    /** CONFIRMs received. */
    CONFIRMS_RECEIVED(11, "CONFIRMs received"),
    /** Bytes told as lost. */
    LOSS_BYTES(12, "bytes lost"),
    /** Losses told. */
    LOSS_EVENTS(13, "losses"),
    /** Datagrams whose range was there already. */
    DUPLICATES(14, "duplicates"),
    /** Datagrams beyond the window. */
    OUT_OF_WINDOW(15, "out of window"),
    /** Own datagrams heard by the network. */
    OWN_COPIES(16, "own copies"),
    /** Offers and claims refused for want of room. */
    BACK_PRESSURE(17, "back pressured"),
    /** Datagrams that the kernel dropped for want of room in the socket. */
    KERNEL_DROPS(18, "kernel drops"),
    /** Datagrams longer than a slot. */
    TRUNCATED(19, "truncated"),
    /** Datagrams that could not be sent. */
    SEND_ERRORS(20, "send errors"),
    /** Send calls that found no room. */
    SEND_BLOCKED(21, "sends blocked"),
    /** STATUS frames sent. */
    STATUSES_SENT(22, "STATUSes sent"),
    /** STATUS frames received. */
    STATUSES_RECEIVED(23, "STATUSes received"),
    /** Images that are open. */
    IMAGES(24, "images"),
    /** Receivers that streams know. */
    RECEIVERS(25, "receivers"),
    /** Messages that a full queue did not take. */
    OVERRUNS(26, "overruns"),
    /** Exceptions of handlers. */
    HANDLER_ERRORS(27, "handler errors"),
    /** Claims taken back. */
    CLAIMS_UNBLOCKED(28, "claims unblocked"),
    /** Bytes of gaps that a best effort subscription skipped. */
    BYTES_SKIPPED(29, "bytes skipped"),
    /** Topic records of a name that did not come in time. */
    UNKNOWN_TOPICS(30, "unknown topics"),
    /** Counters that did not fit into the file. */
    HIDDEN_COUNTERS(31, "counters hidden"),
    /** Good frames of streams that nobody here has to do with. */
    UNKNOWN_STREAMS(32, "frames of unknown streams"),
    /** Streams not received because a session had too many already. */
    IMAGES_REFUSED(33, "images refused"),
    /** Messages to a raw endpoint that were longer than a datagram. */
    RAW_TOO_LONG(34, "raw messages too long"),
    /** Requests for repairs that found no room. */
    REPAIRS_REFUSED(40, "repairs refused"),
    /** Frames that found no room between the halves of a session. */
    FRAMES_REFUSED(41, "frames refused"),
    /** Receivers dropped as too slow. */
    RECEIVERS_DROPPED(42, "receivers dropped"),
    /** Of one of two feeds: datagrams to the groups that came by it. */
    FEED_DATAGRAMS(50, "datagrams received"),
    /** Of one of two feeds: DATA and PAD frames that brought something new. */
    FEED_FIRST_COPIES(51, "first copies"),
    /** Of one of two feeds: DATA and PAD frames whose range was there already. */
    FEED_DUPLICATES(52, "duplicates"),
    /** Of one of two feeds: how often it has lost something, whether or not it came by the other one. */
    FEED_LOSSES(53, "losses on the path"),
    /** Of one of two feeds: bytes of streams that it has lost. */
    FEED_BYTES_LOST(54, "bytes lost on the path"),
    /** Copies of own datagrams that the fabric looped back, dropped by the poller. */
    LOOPED_BACK(60, "own copies looped back"),
    /** Encapsulated frames that are no datagram to a group and port heard here. */
    FOREIGN_FRAMES(61, "foreign frames"),
    /** Encapsulated IP fragments, dropped. */
    IP_FRAGMENTS(62, "IP fragments"),
    /** Encapsulated datagrams with a wrong checksum. */
    BAD_CHECKSUMS(63, "bad checksums"),
    /** Work requests that completed with an error. */
    COMPLETION_ERRORS(64, "completion errors"),
    /** Memberships that the fabric took away. */
    MEMBERSHIPS_LOST(65, "memberships lost"),
    /** Memberships that came back. */
    REJOINS(66, "memberships regained"),
    /** Asynchronous events of a device. */
    DEVICE_EVENTS(67, "device events"),

    /** Dropped: see {@link DropCause#SHORT}. */
    DROPS_SHORT(100 + DropCause.SHORT, "drops: " + DropCause.name(DropCause.SHORT)),
    /** Dropped: see {@link DropCause#MAGIC}. */
    DROPS_MAGIC(100 + DropCause.MAGIC, "drops: " + DropCause.name(DropCause.MAGIC)),
    /** Dropped: see {@link DropCause#VERSION}. */
    DROPS_VERSION(100 + DropCause.VERSION, "drops: " + DropCause.name(DropCause.VERSION)),
    /** Dropped: see {@link DropCause#DOMAIN}. */
    DROPS_DOMAIN(100 + DropCause.DOMAIN, "drops: " + DropCause.name(DropCause.DOMAIN)),
    /** Dropped: see {@link DropCause#TYPE}. */
    DROPS_TYPE(100 + DropCause.TYPE, "drops: " + DropCause.name(DropCause.TYPE)),
    /** Dropped: see {@link DropCause#LENGTH}. */
    DROPS_LENGTH(100 + DropCause.LENGTH, "drops: " + DropCause.name(DropCause.LENGTH)),
    /** Dropped: see {@link DropCause#POSITION}. */
    DROPS_POSITION(100 + DropCause.POSITION, "drops: " + DropCause.name(DropCause.POSITION)),
    /** Dropped: see {@link DropCause#RANGE}. */
    DROPS_RANGE(100 + DropCause.RANGE, "drops: " + DropCause.name(DropCause.RANGE)),
    /** Dropped: see {@link DropCause#BODY}. */
    DROPS_BODY(100 + DropCause.BODY, "drops: " + DropCause.name(DropCause.BODY)),
    /** Dropped: a record in a good frame that cannot be. */
    DROPS_RECORD(120, "drops: record"),

    /** Of a stream: up to where it has been sent. */
    STREAM_SENT(200, "sent position"),
    /** Of a stream: up to where it has been claimed. */
    STREAM_CLAIMED(201, "claimed position"),
    /** Of a stream: from where on it is held. */
    STREAM_RETAINED(202, "retained position"),
    /** Of a stream: up to where flow control lets it be sent. */
    STREAM_LIMIT(203, "limit position"),

    /** Of a receiver of a stream: up to where it has consumed it. */
    RECEIVER_POSITION(210, "position"),
    /** Of a receiver of a stream: how much of what was sent it has not consumed, in bytes. */
    RECEIVER_LAG(211, "lag"),
    /** Of a receiver of a stream: 1 if it is, or with fc=min would be, waited for. */
    RECEIVER_FOLLOWED(212, "followed"),

    /** Of an image: up to where it has been consumed. */
    IMAGE_CONSUMED(300, "consumed position"),
    /** Of an image: the highest position that has been seen. */
    IMAGE_RECEIVED(301, "received position"),
    /** Of an image: its window in bytes. */
    IMAGE_WINDOW(302, "window"),

    /** Of a membership: the number of its state in {@link io.umcast.MembershipEvent.State}. */
    MEMBERSHIP_STATE(310, "membership"),
    /** How often a membership came to {@link io.umcast.MembershipEvent.State#ABSENT}. */
    ENTERED_ABSENT(320, "memberships ended"),
    /** How often a membership came to {@link io.umcast.MembershipEvent.State#JOINING}. */
    ENTERED_JOINING(321, "memberships begun"),
    /** How often a membership came to {@link io.umcast.MembershipEvent.State#JOINED}. */
    ENTERED_JOINED(322, "memberships joined at the device"),
    /** How often a membership came to {@link io.umcast.MembershipEvent.State#MEMBER}. */
    ENTERED_MEMBER(323, "memberships complete"),
    /** How often a membership came to {@link io.umcast.MembershipEvent.State#LEAVING}. */
    ENTERED_LEAVING(324, "memberships being left"),
    /** How often a membership came to {@link io.umcast.MembershipEvent.State#LOST}. */
    ENTERED_LOST(325, "memberships lost, their announcement with them"),
    /** How often a membership came to {@link io.umcast.MembershipEvent.State#BACKING_OFF}. */
    ENTERED_BACKING_OFF(326, "memberships waiting to be announced again");

    private final int id;
    private final String label;

    CounterType(final int id, final String label) {
        this.id = id;
        this.label = label;
    }

    /**
     * The type id, as it lies in the file.
     *
     * @return the id.
     */
    public int id() {
        return id;
    }

    /**
     * What is counted.
     *
     * @return a phrase.
     */
    public String label() {
        return label;
    }

    /**
     * The type of transitions into a state.
     *
     * @param state that was entered.
     * @return the type.
     */
    public static CounterType entered(final MembershipEvent.State state) {
        return values()[ENTERED_ABSENT.ordinal() + state.ordinal()];
    }

    /**
     * The type of a cause of drops.
     *
     * @param cause one of {@link DropCause}, not {@link DropCause#NONE}.
     * @return the type.
     */
    public static CounterType drops(final int cause) {
        return values()[DROPS_SHORT.ordinal() + cause - DropCause.SHORT];
    }
}
