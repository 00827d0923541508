/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.umcast.core.group.LinkType;
import io.umcast.natives.Abi;

/**
 * What C found out about a port, and was granted by its device.
 *
 * @param device       such as mlx5_0.
 * @param port         of it.
 * @param link         what lies below.
 * @param gid          the port's, 32 hexadecimal digits.
 * @param lid          the port's; 0 on RoCE.
 * @param pkey         the partition, as the queue pair has it.
 * @param active       whether the port is.
 * @param activeMtu    the port's, in bytes.
 * @param mtu          the largest datagram that fits, in bytes, a multiple of 8.
 * @param queueKey     the control queue pair's; 0 before it is open, as is all that follows.
 * @param controlQueue the control queue pair's number.
 * @param dataQueue    the data queue pair's number.
 * @param dataDepth    data receives posted at once, at most.
 * @param controlDepth control receives posted at once, at most.
 * @param sendDepth    datagrams on their way, at most.
 * @param inlineSize   bytes that the device copies when a send is posted.
 */
public record VerbsInfo(String device, int port, LinkType link, String gid, int lid, int pkey, boolean active, int activeMtu, int mtu,
    int queueKey, int controlQueue, int dataQueue, int dataDepth, int controlDepth, int sendDepth, int inlineSize) {
    private static final int PORT_ACTIVE = 4; // IBV_PORT_ACTIVE
    private static final LinkType[] TYPES = {LinkType.IB, LinkType.ROCE1, LinkType.ROCE2};

    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(Abi.INFO_SIZE).order(ByteOrder.nativeOrder());
    }

    static VerbsInfo read(final ByteBuffer info) {
        final byte[] name = new byte[Abi.INFO_GID - Abi.INFO_DEVICE];
        info.get(Abi.INFO_DEVICE, name);
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        final byte[] gid = new byte[Abi.INFO_DEVICE_PORT - Abi.INFO_GID];
        info.get(Abi.INFO_GID, gid);
        return new VerbsInfo(new String(name, 0, length, StandardCharsets.UTF_8), info.getInt(Abi.INFO_DEVICE_PORT),
            TYPES[info.getInt(Abi.INFO_GID_TYPE)], HexFormat.of().formatHex(gid), info.getInt(Abi.INFO_LID), info.getInt(Abi.INFO_PKEY),
            info.getInt(Abi.INFO_PORT_STATE) == PORT_ACTIVE, info.getInt(Abi.INFO_ACTIVE_MTU), info.getInt(Abi.INFO_MTU),
            info.getInt(Abi.INFO_QKEY), info.getInt(Abi.INFO_CONTROL_QPN), info.getInt(Abi.INFO_DATA_QPN), info.getInt(Abi.INFO_DATA_DEPTH),
            info.getInt(Abi.INFO_CONTROL_DEPTH), info.getInt(Abi.INFO_SEND_DEPTH), info.getInt(Abi.INFO_INLINE_SIZE));
    }
}
