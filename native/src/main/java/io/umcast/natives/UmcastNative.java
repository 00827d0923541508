/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.natives;

import java.nio.ByteBuffer;

/**
 * The calls into the C poller. Handles are indices with a generation: one that is closed, or never was, is refused with -EBADF, from
 * any thread. What returns a negative number returns -errno, and {@link NativeError#last()} tells the rest to the same thread.
 * {@link NativeLibrary#available()} must have been asked before.
 */
public final class UmcastNative {
    /** Negated, what a call on a closed handle returns. */
    public static final int EBADF = 9;
    /** Negated, what a poll returns while another thread polls the same part. */
    public static final int EBUSY = 16;

    private UmcastNative() {
    }

    /**
     * What the library was compiled with, to be compared with {@link Abi}.
     *
     * @param item 0 = the version, 1 = tx header, 2 = rx record, 3 = stats, 4 = address, 5 = open parameters, 6 = info,
     *             7 = membership, 8 = event.
     * @return the number, or size in bytes; -1 for an unknown item.
     */
    static native int abi(int item);

    /**
     * Why this thread's last call failed.
     *
     * @param into direct; gets the call, the error's text and the likely cause, each ended by 0.
     * @return errno, or 0 if none failed.
     */
    static native int error(ByteBuffer into);

    /**
     * Maps zeroed, page aligned memory.
     *
     * @param bytes 1 to 2147483647.
     * @return a handle, or -errno.
     */
    static native long memoryAllocate(long bytes);

    /**
     * Mapped memory as a buffer, which does not keep it mapped.
     *
     * @param memory handle.
     * @return the buffer, or null.
     */
    static native ByteBuffer memoryBuffer(long memory);

    /**
     * Drops Java's hold of memory; it is unmapped when no transport uses it either.
     *
     * @param memory handle.
     * @return 0 or -errno.
     */
    static native int memoryFree(long memory);

    /**
     * Opens a transport.
     *
     * @param parameters direct, laid out as {@code Abi.OPEN_*} say.
     * @return a handle, or -errno.
     */
    public static native long open(ByteBuffer parameters);

    /**
     * Stops the poller thread, waits for polls under way, closes sockets, lets memory go.
     *
     * @param transport handle.
     * @return 0 or -errno.
     */
    public static native int close(long transport);

    /**
     * Joins a group.
     *
     * @param transport  handle.
     * @param kind       of the group's address.
     * @param high       first 8 bytes of the address, as they lie.
     * @param low        last 8 bytes of the address, as they lie.
     * @param port       of the group.
     * @param sourceKind 0 for any source, else the kind of the one to hear.
     * @param sourceHigh first 8 bytes of the source.
     * @param sourceLow  last 8 bytes of the source.
     * @return 0 or -errno.
     */
    public static native int join(long transport, int kind, long high, long low, int port, int sourceKind, long sourceHigh,
        long sourceLow);

    /**
     * Leaves a group.
     *
     * @param transport  handle.
     * @param kind       of the group's address.
     * @param high       first 8 bytes of the address, as they lie.
     * @param low        last 8 bytes of the address, as they lie.
     * @param port       of the group.
     * @param sourceKind as joined.
     * @param sourceHigh as joined.
     * @param sourceLow  as joined.
     * @return 0 or -errno.
     */
    public static native int leave(long transport, int kind, long high, long low, int port, int sourceKind, long sourceHigh,
        long sourceLow);

    /**
     * Numbers a destination.
     *
     * @param transport handle.
     * @param kind      of the address.
     * @param high      first 8 bytes of the address, as they lie.
     * @param low       last 8 bytes of the address, as they lie.
     * @param port      the UDP port, or the queue pair's number.
     * @param scope     the IPv6 scope id, or the LID; 0 = the transport's own interface.
     * @return the number, 1 or more, or -errno.
     */
    public static native int destinationOpen(long transport, int kind, long high, long low, int port, int scope);

    /**
     * Numbers a queue pair as a destination. Like {@link #destinationOpen} with {@link Abi#ADDRESS_IB}, but with its Q_Key.
     *
     * @param transport handle of a verbs transport.
     * @param high      first 8 bytes of the GID, as they lie.
     * @param low       last 8 bytes of the GID, as they lie.
     * @param qpn       the queue pair's number.
     * @param lid       its port's LID; 0 on RoCE.
     * @param qkey      its Q_Key; 0 = the transport's own.
     * @return the number, 1 or more, or -errno.
     */
    public static native int queuePairOpen(long transport, long high, long low, int qpn, int lid, int qkey);

    /**
     * Gives a destination's number back when what names it in the tx ring has been sent.
     *
     * @param transport   handle.
     * @param destination number.
     * @return 0 or -errno.
     */
    public static native int destinationClose(long transport, int destination);

    /**
     * Registers memory, so that tx records may name ranges of it.
     *
     * @param transport handle.
     * @param memory    handle.
     * @return the region's number, 1 or more, or -errno.
     */
    public static native int regionAdd(long transport, long memory);

    /**
     * Ends a registration.
     *
     * @param transport handle.
     * @param region    number.
     * @return 0 or -errno.
     */
    public static native int regionRemove(long transport, int region);

    /**
     * What the fabric made of a group that was joined, or opened as a destination. Transports without memberships refuse.
     *
     * @param transport handle.
     * @param kind      of the group's address.
     * @param high      first 8 bytes of the address, as they lie.
     * @param low       last 8 bytes of the address, as they lie.
     * @param receiving true for the membership of {@link #join}, false for that of {@link #destinationOpen}.
     * @param into      direct, {@link Abi#MEMBERSHIP_SIZE} bytes.
     * @return 0 or -errno.
     */
    public static native int membership(long transport, int kind, long high, long low, boolean receiving, ByteBuffer into);

    /**
     * Drives what goes by itself (rejoining lost groups with back-off) and tells what has happened. To be called at a low rate, some
     * times a second, by one thread; does not wait.
     *
     * @param transport handle.
     * @param into      direct, room for one or more events of {@link Abi#EVENT_SIZE}.
     * @return how many events were written, or -errno.
     */
    public static native int events(long transport, ByteBuffer into);

    /**
     * What the device granted.
     *
     * @param transport handle.
     * @param into      direct, {@link Abi#INFO_SIZE} bytes.
     * @return 0 or -errno (-EOPNOTSUPP for a transport without a device).
     */
    public static native int info(long transport, ByteBuffer into);

    /**
     * What a verbs transport would find, without opening one: it binds to the address, asks the device and the port, and lets go.
     *
     * @param parameters direct, laid out as {@code Abi.OPEN_*} say; memory, sizes and MTU are not looked at.
     * @param into       direct, {@link Abi#INFO_SIZE} bytes.
     * @return 0 or -errno: -ENOSYS if librdmacm or libibverbs cannot be loaded.
     */
    public static native int verbsProbe(ByteBuffer parameters, ByteBuffer into);

    /**
     * Where peers answer to.
     *
     * @param transport handle.
     * @param into      direct, {@link Abi#ADDRESS_SIZE} bytes.
     * @return 0 or -errno.
     */
    public static native int controlAddress(long transport, ByteBuffer into);

    /**
     * What the data endpoint can hold between polls.
     *
     * @param transport handle.
     * @return bytes, or -errno.
     */
    public static native int receiveBuffer(long transport);

    /**
     * One round.
     *
     * @param transport handle.
     * @param mask      of {@code Abi.POLL_*}; 0 sends only, and {@link Abi#POLL_CONTROL} sends too.
     * @return datagrams sent and received, or -errno: {@link #EBADF}, {@link #EBUSY}.
     */
    public static native int poll(long transport, int mask);

    /**
     * Sleeps until something has been received, or {@link #wake} is called. What is put into the tx ring meanwhile waits until the call
     * is back.
     *
     * @param transport handle.
     * @param nanos     how long at most, 0 or more.
     * @return 1 if something was received, or may have been: poll; 0 if nothing was; or -errno: {@link #EBADF}.
     */
    public static native int await(long transport, long nanos);

    /**
     * Ends an {@link #await} that runs, or else the next one at once. By any thread.
     *
     * @param transport handle.
     * @return 0 or -errno: {@link #EBADF}.
     */
    public static native int wake(long transport);

    /**
     * Starts the thread that polls; a second call does nothing.
     *
     * @param transport handle.
     * @param cpu       to pin it to, or -1.
     * @return 0 or -errno.
     */
    public static native int startPoller(long transport, int cpu);

    /**
     * For tests of the ring's layout: the calling thread copies records from one ring to another, in C.
     *
     * @param from    memory handle of a ring, emptied.
     * @param to      memory handle of a ring, filled.
     * @param records how many.
     * @return how many were copied before nothing moved for 10 s, or -errno.
     */
    static native long ringEcho(long from, long to, long records);
}
