/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.umcast.NetworkEvent.Kind;
import io.umcast.core.group.Mgid;
import io.umcast.natives.Abi;

/** Reads what C tells of a queue pair's network, and puts it into words. */
final class VerbsEvents {
    private static final int ROOM = 16;
    private static final int IPV4_OFFSET = 12;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM * Abi.EVENT_SIZE).order(ByteOrder.nativeOrder());

    ByteBuffer buffer() {
        return buffer;
    }

    /** Whether one of the first events may have changed the control address. */
    boolean isMoved(final int count) {
        for (int i = 0; i < count; i++) {
            final int kind = kind(i);
            if (kind == Abi.EVENT_LID_CHANGED || kind == Abi.EVENT_GID_CHANGED || kind == Abi.EVENT_PORT_UP) {
                return true;
            }
        }
        return false;
    }

    int kind(final int index) {
        return buffer.getInt(index * Abi.EVENT_SIZE + Abi.EVENT_KIND);
    }

    void tell(final int index, final TransportEvents events) {
        events.onEvent(meaning(kind(index)), group(index), buffer.getShort(index * Abi.EVENT_SIZE + Abi.EVENT_RECEIVING) != 0,
            detail(index));
    }

    private static Kind meaning(final int kind) {
        return switch (kind) {
            case Abi.EVENT_JOINED -> Kind.MEMBERSHIP_REGAINED;
            case Abi.EVENT_LOST -> Kind.MEMBERSHIP_LOST;
            case Abi.EVENT_REJOIN_FAILED -> Kind.REJOIN_FAILED;
            case Abi.EVENT_PORT_DOWN -> Kind.PORT_DOWN;
            case Abi.EVENT_PORT_UP -> Kind.PORT_UP;
            case Abi.EVENT_LID_CHANGED, Abi.EVENT_GID_CHANGED -> Kind.ADDRESS_CHANGED;
            default -> kind >= Abi.EVENT_FATAL_FIRST ? Kind.FAILED : Kind.FABRIC_CHANGED;
        };
    }

    private static String text(final int kind) {
        return switch (kind) {
            case Abi.EVENT_JOINED -> "joined again";
            case Abi.EVENT_LOST -> "membership lost";
            case Abi.EVENT_REJOIN_FAILED -> "cannot be joined again yet";
            case Abi.EVENT_PORT_DOWN -> "the port is down";
            case Abi.EVENT_PORT_UP -> "the port is active";
            case Abi.EVENT_LID_CHANGED -> "the port has another LID";
            case Abi.EVENT_GID_CHANGED -> "the port has another GID";
            case Abi.EVENT_PKEY_CHANGED -> "the port's partition table changed";
            case Abi.EVENT_SM_CHANGED -> "another subnet manager";
            case Abi.EVENT_CLIENT_REREGISTER -> "the subnet manager forgot its groups";
            case Abi.EVENT_QP_RECOVERED -> "a queue pair failed and was set up again";
            case Abi.EVENT_ADDRESS_CHANGED -> "the interface's address moved to another device";
            case Abi.EVENT_DEVICE_REMOVED -> "the device is being removed";
            case Abi.EVENT_DEVICE_FATAL -> "the device failed";
            case Abi.EVENT_QP_FATAL -> "a queue pair failed";
            case Abi.EVENT_CQ_ERROR -> "a completion queue failed";
            default -> "event " + kind;
        };
    }

    /** Those that the kernel's rdma_cm gives (drivers/infiniband/core/cma.c, multicast.c). */
    private static String reason(final int error) {
        return switch (error) {
            case 22 -> "refused by the subnet manager (EINVAL)";
            case 99 -> "IPoIB is not joined yet (EADDRNOTAVAIL)";
            case 102 -> "reset by the fabric (ENETRESET)";
            case 110 -> "the subnet manager does not answer (ETIMEDOUT)";
            default -> "errno " + error;
        };
    }

    private InetAddress group(final int index) {
        final int at = index * Abi.EVENT_SIZE + Abi.EVENT_GROUP;
        final int kind = buffer.getShort(at + Abi.ADDRESS_KIND) & 0xFFFF;
        if (kind == 0) {
            return null;
        }
        final byte[] bytes = new byte[kind == Abi.ADDRESS_IPV4 ? 4 : 16];
        buffer.get(at + Abi.ADDRESS_BYTES + (kind == Abi.ADDRESS_IPV4 ? IPV4_OFFSET : 0), bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // never: the lengths are right
        }
    }

    private String detail(final int index) {
        final int at = index * Abi.EVENT_SIZE;
        final int kind = kind(index);
        final StringBuilder text = new StringBuilder(text(kind));
        final int error = buffer.getInt(at + Abi.EVENT_ERROR);
        if (error != 0) {
            text.append(": ").append(reason(error));
        }
        if (kind == Abi.EVENT_JOINED) {
            text.append(String.format(", MGID %s, MLID 0x%04x, Q_Key 0x%08x", mgid(index), buffer.getInt(at + Abi.EVENT_MLID),
                buffer.getInt(at + Abi.EVENT_QKEY)));
        }
        return text.toString();
    }

    Mgid mgid(final int index) {
        final byte[] mgid = new byte[16];
        buffer.get(index * Abi.EVENT_SIZE + Abi.EVENT_MGID, mgid);
        return Mgid.of(mgid);
    }
}
