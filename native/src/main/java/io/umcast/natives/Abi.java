/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

/**
 * What C and Java share in memory, byte for byte; {@code native/src/main/c/abi.h} holds the same numbers and both sides
 * compare {@link #VERSION} and their sizes when the library is loaded. All numbers are in the machine's byte order (little-endian).
 * <p>
 * A transport has one tx ring and two rx rings (data, control), each an Agrona {@code OneToOneRingBuffer}.
 */
public final class Abi {
    /** Raised with every change of what is shared. */
    public static final int VERSION = 1;

    /** The type id of a tx record: send one datagram, header bytes then a range of a region. */
    public static final int TX_SEND = 1;
    /** u32: the destination, as the transport numbered it. */
    public static final int TX_DESTINATION = 0;
    /** u32: the region that holds the range, as the transport numbered it; 0 = no range. */
    public static final int TX_REGION = 4;
    /** u64: where the range begins in its region, in bytes. */
    public static final int TX_RANGE_OFFSET = 8;
    /** u32: how long the range is, in bytes. */
    public static final int TX_RANGE_LENGTH = 16;
    /** u16: how many header bytes follow at {@link #TX_HEADER}. */
    public static final int TX_HEADER_LENGTH = 20;
    /** u16: reserved, 0. */
    public static final int TX_FLAGS = 22;
    /** The header's bytes; they stay until the ring's head passes them, that is, until the send has completed. */
    public static final int TX_HEADER = 24;

    /** The type id of an rx record: one slot was filled. */
    public static final int RX_RECEIVED = 1;
    /** The size of an rx record with Agrona's 8 byte header: the ring's capacity is this times the number of slots. */
    public static final int RX_RECORD_SIZE = 64;
    /** u32: where the bytes begin in the slots' memory. */
    public static final int RX_OFFSET = 0;
    /** u32: how many bytes came, all segments together. */
    public static final int RX_LENGTH = 4;
    /** u32: the size of each segment but the last (UDP GRO); equal to the length for a lone datagram. */
    public static final int RX_SEGMENT = 8;
    /** u16: the kind of source address: {@link #ADDRESS_IPV4}, {@link #ADDRESS_IPV6}, {@link #ADDRESS_IB}. */
    public static final int RX_SOURCE_KIND = 12;
    /** u16: {@link #RX_TRUNCATED}. */
    public static final int RX_FLAGS = 14;
    /** 16 bytes in network order: the IPv6 address, the IPv4 address as ::ffff:a.b.c.d, or the GID. */
    public static final int RX_SOURCE = 16;
    /** u32: the UDP port, or the queue pair's number. */
    public static final int RX_SOURCE_PORT = 32;
    /** u32: the IPv6 scope id (interface index), or the LID. */
    public static final int RX_SOURCE_SCOPE = 36;
    /** u64: nanoseconds by CLOCK_REALTIME if the back end has a receive time stamp, else 0. */
    public static final int RX_TIME = 40;
    /** u64: reserved, 0. */
    public static final int RX_RESERVED = 48;

    /** Flag: the datagram was longer than its slot; the rest is gone. */
    public static final int RX_TRUNCATED = 1;

    /** Source kind: IPv4. */
    public static final int ADDRESS_IPV4 = 4;
    /** Source kind: IPv6. */
    public static final int ADDRESS_IPV6 = 6;
    /** Source kind: an InfiniBand or RoCE queue pair. */
    public static final int ADDRESS_IB = 0x1B;

    /** Size of the statistics block, in bytes: u64 counters that only the poller writes. */
    public static final int STATS_SIZE = 256;
    /** Datagrams sent. */
    public static final int STATS_SENT_DATAGRAMS = 0;
    /** Bytes sent, headers of umcast included, those of IP not. */
    public static final int STATS_SENT_BYTES = 8;
    /** Send calls made. */
    public static final int STATS_SEND_CALLS = 16;
    /** Send calls that found the socket's or queue's room used up; the datagrams stay and are tried again. */
    public static final int STATS_SEND_BLOCKED = 24;
    /** Datagrams that could not be sent and were given up. */
    public static final int STATS_SEND_ERRORS = 32;
    /** Datagrams received. */
    public static final int STATS_RECEIVED_DATAGRAMS = 40;
    /** Bytes received. */
    public static final int STATS_RECEIVED_BYTES = 48;
    /** Receive calls made, empty ones included. */
    public static final int STATS_RECEIVE_CALLS = 56;
    /** Datagrams longer than a slot. */
    public static final int STATS_TRUNCATED = 64;
    /** Datagrams that the kernel dropped for want of room in the data socket (SO_RXQ_OVFL). */
    public static final int STATS_KERNEL_DROPS = 72;
    /** Rounds that found no free slot. */
    public static final int STATS_NO_SLOT = 80;
    /** Receive calls that failed otherwise than by finding nothing. */
    public static final int STATS_RECEIVE_ERRORS = 88;
    /** The errno of the last failed send or receive; 0 if none has. */
    public static final int STATS_LAST_ERRNO = 96;
    /** Send calls that used segmentation offload (GSO). */
    public static final int STATS_GSO_CALLS = 104;
    /** Duty cycles of the poller. */
    public static final int STATS_POLLS = 112;

    /** Bit of a poll's mask: fill the data rx ring. */
    public static final int POLL_DATA = 1;
    /** Bit of a poll's mask: fill the control rx ring. */
    public static final int POLL_CONTROL = 2;
    /** Bit of a poll's mask: send what is in the tx ring. */
    public static final int POLL_SEND = 4;
    /** Poll: with nothing to do, look for data a few times more before coming back. */
    public static final int POLL_LINGER = 8;

    /** Size of an address: what a peer answers to, in the fields that {@code ADDRESS_*} name. */
    public static final int ADDRESS_SIZE = 32;
    /** 16 bytes in network order, as {@link #RX_SOURCE}. */
    public static final int ADDRESS_BYTES = 0;
    /** u32: the UDP port, or the queue pair's number. */
    public static final int ADDRESS_PORT = 16;
    /** u32: the IPv6 scope id, or the LID. */
    public static final int ADDRESS_SCOPE = 20;
    /** u16: {@link #ADDRESS_IPV4}, {@link #ADDRESS_IPV6} or {@link #ADDRESS_IB}. */
    public static final int ADDRESS_KIND = 24;

    /** Size of what a transport is opened with. */
    public static final int OPEN_SIZE = 144;
    /** An address of {@link #ADDRESS_SIZE}: the interface's, that the control endpoint is bound to. */
    public static final int OPEN_ADDRESS = 0;
    /** 16 bytes: the interface's name, ended by 0, for messages. */
    public static final int OPEN_INTERFACE_NAME = 32;
    /** u32: {@link #BACKEND_UDP}. */
    public static final int OPEN_BACKEND = 48;
    /** u32: the interface's index. */
    public static final int OPEN_INTERFACE_INDEX = 52;
    /** u32: the groups' UDP port. */
    public static final int OPEN_PORT = 56;
    /** u32: the largest datagram, in bytes. */
    public static final int OPEN_MTU = 60;
    /** u32: SO_RCVBUF to ask for, in bytes; 0 = as the system has it. */
    public static final int OPEN_RECEIVE_BUFFER = 64;
    /** u32: SO_SNDBUF to ask for, in bytes; 0 = as the system has it. */
    public static final int OPEN_SEND_BUFFER = 68;
    /** u32: TTL or hop limit of multicast. */
    public static final int OPEN_TTL = 72;
    /** u32: {@link #FLAG_LOOPBACK}, {@link #FLAG_GSO}, {@link #FLAG_GRO}. */
    public static final int OPEN_FLAGS = 76;
    /** u32: number of data slots, a power of two, 8 or more. */
    public static final int OPEN_DATA_SLOTS = 80;
    /** u32: number of control slots, a power of two, 8 or more. */
    public static final int OPEN_CONTROL_SLOTS = 84;
    /** u32: bytes from one data slot to the next. */
    public static final int OPEN_DATA_STRIDE = 88;
    /** u32: bytes from one control slot to the next. */
    public static final int OPEN_CONTROL_STRIDE = 92;
    /** i64: handle of the tx ring's memory. */
    public static final int OPEN_TX_RING = 96;
    /** i64: handle of the data rx ring's memory. */
    public static final int OPEN_DATA_RING = 104;
    /** i64: handle of the control rx ring's memory. */
    public static final int OPEN_CONTROL_RING = 112;
    /** i64: handle of the data slots' memory. */
    public static final int OPEN_DATA_MEMORY = 120;
    /** i64: handle of the control slots' memory. */
    public static final int OPEN_CONTROL_MEMORY = 128;
    /** i64: handle of the statistics' memory. */
    public static final int OPEN_STATS = 136;

    /** Back end: kernel UDP sockets. */
    public static final int BACKEND_UDP = 1;
    /** Open flag: this host's own receivers hear what is sent to groups. */
    public static final int FLAG_LOOPBACK = 1;
    /** Open flag: equal datagrams may go to the kernel as one. */
    public static final int FLAG_GSO = 2;
    /** Open flag: the kernel may hand over equal datagrams as one; slots have 65536 bytes then. */
    public static final int FLAG_GRO = 4;

    private Abi() {
    }
}
