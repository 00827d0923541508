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
    public static final int VERSION = 2;

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
    /** Verbs: copies of this transport's own datagrams, dropped. */
    public static final int STATS_OWN_COPIES = 120;
    /** Verbs, IPoIB port space: frames that are no UDP datagram to a joined group and port, dropped. */
    public static final int STATS_FOREIGN = 128;
    /** Verbs, IPoIB port space: IP fragments, dropped. */
    public static final int STATS_FRAGMENTS = 136;
    /** Verbs, IPoIB port space: datagrams whose checksum is wrong, dropped. */
    public static final int STATS_BAD_CHECKSUMS = 144;
    /** Verbs: datagrams that the device copied when they were posted. */
    public static final int STATS_INLINE_SENDS = 152;
    /** Verbs: work requests that completed with an error. */
    public static final int STATS_COMPLETION_ERRORS = 160;
    /** Verbs: memberships that the fabric took away. */
    public static final int STATS_MEMBERSHIPS_LOST = 168;
    /** Verbs: memberships that came back. */
    public static final int STATS_REJOINS = 176;
    /** Verbs: asynchronous events of the device. */
    public static final int STATS_ASYNC_EVENTS = 184;

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
    /** u32: the queue pair's Q_Key; 0 = the transport's own. */
    public static final int ADDRESS_QKEY = 28;

    /** Size of what a transport is opened with. */
    public static final int OPEN_SIZE = 240;
    /** An address of {@link #ADDRESS_SIZE}: the interface's, that the endpoints are bound to. */
    public static final int OPEN_ADDRESS = 0;
    /** 16 bytes: the interface's name, ended by 0, for messages. */
    public static final int OPEN_INTERFACE_NAME = 32;
    /** u32: {@link #BACKEND_UDP} or {@link #BACKEND_VERBS}. */
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
    /** u32, verbs: {@link #PORT_SPACE_UDP} or {@link #PORT_SPACE_IPOIB}. */
    public static final int OPEN_PORT_SPACE = 144;
    /** u32, verbs: the device's port that the address must lead to; 0 = any. */
    public static final int OPEN_DEVICE_PORT = 148;
    /** u32, verbs: the P_Key that the address must lead to; 0 = any. */
    public static final int OPEN_PKEY = 152;
    /** u32, verbs: how long a join may take, in milliseconds; 0 = 5000. */
    public static final int OPEN_JOIN_TIMEOUT_MS = 156;
    /** u32, verbs: datagrams on their way at most; 0 = 1024. */
    public static final int OPEN_SEND_DEPTH = 160;
    /** u32, verbs: bytes to be sent inline, to ask the device for; 0 = 256. */
    public static final int OPEN_INLINE_SIZE = 164;
    /** 64 bytes, ended by 0, verbs: the device that the address must lead to; empty = any. */
    public static final int OPEN_DEVICE = 176;

    /** Back end: kernel UDP sockets. */
    public static final int BACKEND_UDP = 1;
    /** Back end: UD queue pairs of InfiniBand or RoCE. */
    public static final int BACKEND_VERBS = 2;
    /** Port space: IPoIB encapsulated UDP datagrams, InfiniBand only. */
    public static final int PORT_SPACE_IPOIB = 0x0002;
    /** Port space: bare datagrams, InfiniBand and RoCE. */
    public static final int PORT_SPACE_UDP = 0x0111;
    /** Open flag: this host's own receivers hear what is sent to groups. */
    public static final int FLAG_LOOPBACK = 1;
    /** Open flag: equal datagrams may go to the kernel as one. */
    public static final int FLAG_GSO = 2;
    /** Open flag: the kernel may hand over equal datagrams as one; slots have 65536 bytes then. */
    public static final int FLAG_GRO = 4;
    /** Open flag, verbs: publishers join as full members, too, instead of send-only where the fabric has it. */
    public static final int FLAG_FULL_MEMBER = 8;

    /** Size of what {@link UmcastNative#info} and {@link UmcastNative#verbsProbe} tell. */
    public static final int INFO_SIZE = 144;
    /** 64 bytes, ended by 0: the device's name. */
    public static final int INFO_DEVICE = 0;
    /** 16 bytes: the port's GID. */
    public static final int INFO_GID = 64;
    /** u32: the device's port. */
    public static final int INFO_DEVICE_PORT = 80;
    /** u32: {@link #LINK_INFINIBAND} or {@link #LINK_ETHERNET}. */
    public static final int INFO_LINK_LAYER = 84;
    /** u32: 0 = InfiniBand, 1 = RoCE v1, 2 = RoCE v2. */
    public static final int INFO_GID_TYPE = 88;
    /** u32: the port's active MTU, in bytes. */
    public static final int INFO_ACTIVE_MTU = 92;
    /** u32: the largest datagram that fits, in bytes, a multiple of 8. */
    public static final int INFO_MTU = 96;
    /** u32: the port's LID, 0 on RoCE. */
    public static final int INFO_LID = 100;
    /** u32: the P_Key. */
    public static final int INFO_PKEY = 104;
    /** u32: the port's state, 4 = active. */
    public static final int INFO_PORT_STATE = 108;
    /** u32: the control queue pair's Q_Key; 0 from here on in what a probe tells. */
    public static final int INFO_QKEY = 112;
    /** u32: the control queue pair's number. */
    public static final int INFO_CONTROL_QPN = 116;
    /** u32: the data queue pair's number. */
    public static final int INFO_DATA_QPN = 120;
    /** u32: data receives posted at once, at most. */
    public static final int INFO_DATA_DEPTH = 124;
    /** u32: control receives posted at once, at most. */
    public static final int INFO_CONTROL_DEPTH = 128;
    /** u32: datagrams on their way, at most. */
    public static final int INFO_SEND_DEPTH = 132;
    /** u32: how many bytes the device takes inline. */
    public static final int INFO_INLINE_SIZE = 136;
    /** Link layer: InfiniBand. */
    public static final int LINK_INFINIBAND = 1;
    /** Link layer: Ethernet, so RoCE. */
    public static final int LINK_ETHERNET = 2;

    /** Size of what {@link UmcastNative#membership} tells. */
    public static final int MEMBERSHIP_SIZE = 32;
    /** 16 bytes: the MGID that the fabric made of the group. */
    public static final int MEMBERSHIP_MGID = 0;
    /** u32: the group's LID, 0 on RoCE. */
    public static final int MEMBERSHIP_MLID = 16;
    /** u32: the group's Q_Key. */
    public static final int MEMBERSHIP_QKEY = 20;
    /** u32: {@link #MEMBER_JOINING}, {@link #MEMBER_JOINED} or {@link #MEMBER_LOST}. */
    public static final int MEMBERSHIP_STATE = 24;
    /** u32: 1 if it is a send-only membership. */
    public static final int MEMBERSHIP_SEND_ONLY = 28;
    /** Membership: asked for. */
    public static final int MEMBER_JOINING = 1;
    /** Membership: granted. */
    public static final int MEMBER_JOINED = 2;
    /** Membership: taken away; it is joined again by and by. */
    public static final int MEMBER_LOST = 3;

    /** Size of an event. */
    public static final int EVENT_SIZE = 64;
    /** u32: {@code EVENT_JOINED} .. {@code EVENT_CQ_ERROR}. */
    public static final int EVENT_KIND = 0;
    /** i32: errno, or 0. */
    public static final int EVENT_ERROR = 4;
    /** An address of {@link #ADDRESS_SIZE}: the group, as it was joined; kind 0 if the event is about none. */
    public static final int EVENT_GROUP = 8;
    /** u16, of {@link #EVENT_GROUP}: 1 if it is about the membership that receives the group, 0 if about one that only sends. */
    public static final int EVENT_RECEIVING = 34;
    /** 16 bytes: the group's MGID. */
    public static final int EVENT_MGID = 40;
    /** u32: the group's LID. */
    public static final int EVENT_MLID = 56;
    /** u32: the group's Q_Key. */
    public static final int EVENT_QKEY = 60;
    /** Event: a membership that was lost is back. */
    public static final int EVENT_JOINED = 1;
    /** Event: the fabric took a membership away (MULTICAST_ERROR); it is joined again, by and by. */
    public static final int EVENT_LOST = 2;
    /** Event: an attempt to join again failed; the next follows. */
    public static final int EVENT_REJOIN_FAILED = 3;
    /** Event: the port is down. */
    public static final int EVENT_PORT_DOWN = 4;
    /** Event: the port is active. */
    public static final int EVENT_PORT_UP = 5;
    /** Event: the port's LID changed, so the control address did. */
    public static final int EVENT_LID_CHANGED = 6;
    /** Event: the port's GIDs changed, so the control address may have. */
    public static final int EVENT_GID_CHANGED = 7;
    /** Event: the port's P_Key table changed. */
    public static final int EVENT_PKEY_CHANGED = 8;
    /** Event: another subnet manager. */
    public static final int EVENT_SM_CHANGED = 9;
    /** Event: the subnet manager forgot what it knew. */
    public static final int EVENT_CLIENT_REREGISTER = 10;
    /** Event: a queue pair had failed and was set up again. */
    public static final int EVENT_QP_RECOVERED = 11;
    /** Events from here on: the transport is of no use any more; close it and open another. */
    public static final int EVENT_FATAL_FIRST = 32;
    /** Event: the interface's address moved to another device. */
    public static final int EVENT_ADDRESS_CHANGED = 32;
    /** Event: the device is being removed. */
    public static final int EVENT_DEVICE_REMOVED = 33;
    /** Event: the device failed. */
    public static final int EVENT_DEVICE_FATAL = 34;
    /** Event: a queue pair failed and could not be set up again. */
    public static final int EVENT_QP_FATAL = 35;
    /** Event: a completion queue failed. */
    public static final int EVENT_CQ_ERROR = 36;

    private Abi() {
    }
}
