/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.umcast.NetworkEvent.Kind;
import io.umcast.core.group.LinkType;
import io.umcast.natives.Abi;
import org.junit.jupiter.api.Test;

class VerbsEventsTest {
    private final VerbsEvents events = new VerbsEvents();
    private final List<String> told = new ArrayList<>();

    private void put(final int index, final int kind, final int error, final int addressKind, final int... address) {
        final ByteBuffer buffer = events.buffer();
        final int at = index * Abi.EVENT_SIZE;
        buffer.putInt(at + Abi.EVENT_KIND, kind).putInt(at + Abi.EVENT_ERROR, error);
        buffer.putShort(at + Abi.EVENT_GROUP + Abi.ADDRESS_KIND, (short)addressKind);
        for (int i = 0; i < address.length; i++) {
            buffer.put(at + Abi.EVENT_GROUP + Abi.ADDRESS_BYTES + 16 - address.length + i, (byte)address[i]);
        }
    }

    private String tell(final int index) {
        told.clear();
        events.tell(index, (kind, group, receiving, detail) -> told.add((receiving ? "received " : "") + kind + " " +
            (group == null ? "-" : group.getHostAddress()) + " " + detail));
        return told.get(0);
    }

    @Test
    void tellsWhichGroupWasLostAndWhy() {
        put(0, Abi.EVENT_LOST, 102, Abi.ADDRESS_IPV4, 239, 1, 2, 3);
        assertEquals(Kind.MEMBERSHIP_LOST + " 239.1.2.3 membership lost: reset by the fabric (ENETRESET)", tell(0));
    }

    @Test
    void tellsTheMembershipThatReceivesFromTheOneThatSends() {
        put(0, Abi.EVENT_LOST, 102, Abi.ADDRESS_IPV4, 239, 1, 2, 3);
        events.buffer().putShort(Abi.EVENT_RECEIVING, (short)1);
        assertTrue(tell(0).startsWith("received " + Kind.MEMBERSHIP_LOST + " 239.1.2.3 "));
    }

    @Test
    void tellsWhatTheFabricMadeOfAGroupThatIsBack() {
        put(1, Abi.EVENT_JOINED, 0, Abi.ADDRESS_IPV4, 239, 1, 2, 3);
        final int at = Abi.EVENT_SIZE;
        events.buffer().put(at + Abi.EVENT_MGID, new byte[] {(byte)0xFF, 0x12, 0x40, 0x01, -1, -1, 0, 0, 0, 0, 0, 0, 0x0F, 1, 2, 3})
            .putInt(at + Abi.EVENT_MLID, 0xC007).putInt(at + Abi.EVENT_QKEY, 0x01234567);
        assertEquals("MEMBERSHIP_REGAINED 239.1.2.3 joined again, MGID ff12:4001:ffff:0000:0000:0000:0f01:0203, MLID 0xc007, " +
            "Q_Key 0x01234567", tell(1));
    }

    @Test
    void tellsWhatIsAboutNoGroup() {
        put(0, Abi.EVENT_PORT_DOWN, 0, 0);
        assertEquals("PORT_DOWN - the port is down", tell(0));
        put(0, Abi.EVENT_SM_CHANGED, 0, 0);
        assertEquals("FABRIC_CHANGED - another subnet manager", tell(0));
        put(0, Abi.EVENT_DEVICE_REMOVED, 0, 0);
        assertEquals("FAILED - the device is being removed", tell(0));
        put(0, 4711, 5, 0);
        assertEquals("FAILED - event 4711: errno 5", tell(0));
    }

    @Test
    void knowsWhatMayHaveMovedTheControlAddress() {
        put(0, Abi.EVENT_LOST, 0, 0);
        put(1, Abi.EVENT_LID_CHANGED, 0, 0);
        assertFalse(events.isMoved(1));
        assertTrue(events.isMoved(2));
    }

    @Test
    void readsWhatTheDeviceGranted() {
        final ByteBuffer info = VerbsInfo.buffer();
        info.put(Abi.INFO_DEVICE, new byte[] {'r', 'x', 'e', '0'}).put(Abi.INFO_GID + 15, (byte)7).putInt(Abi.INFO_DEVICE_PORT, 1)
            .putInt(Abi.INFO_GID_TYPE, 2).putInt(Abi.INFO_PORT_STATE, 4).putInt(Abi.INFO_ACTIVE_MTU, 4096).putInt(Abi.INFO_MTU, 4096)
            .putInt(Abi.INFO_DATA_DEPTH, 512).putInt(Abi.INFO_CONTROL_QPN, 0x11).putInt(Abi.INFO_DATA_QPN, 0x12)
            .putInt(Abi.INFO_QKEY, 0x01234567).putInt(Abi.INFO_CONTROL_DEPTH, 128).putInt(Abi.INFO_SEND_DEPTH, 1024)
            .putInt(Abi.INFO_INLINE_SIZE, 256).putInt(Abi.INFO_PKEY, 0xFFFF);
        assertEquals(new VerbsInfo("rxe0", 1, LinkType.ROCE2, "00000000000000000000000000000007", 0, 0xFFFF, true, 4096, 4096, 0x01234567,
            0x11, 0x12, 512, 128, 1024, 256), VerbsInfo.read(info));
    }
}
