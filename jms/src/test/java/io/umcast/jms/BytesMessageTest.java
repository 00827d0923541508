/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;

import org.junit.jupiter.api.Test;

class BytesMessageTest {
    private final UmcastBytesMessage message = new UmcastBytesMessage();

    @Test
    void oneThatNothingWasWrittenToIsEmpty() throws JMSException {
        message.reset();
        assertEquals(0, message.getBodyLength());
        assertEquals(-1, message.readBytes(new byte[8]));
        assertEquals(0, message.readBytes(new byte[0]));
        assertThrows(MessageEOFException.class, message::readByte);
        assertThrows(MessageEOFException.class, message::readUTF);
    }

    @Test
    void oneThatNoBytesWereWrittenToIsEmpty() throws JMSException {
        message.writeBytes(new byte[0]);
        message.reset();
        assertEquals(0, message.getBodyLength());
        assertEquals(-1, message.readBytes(new byte[8]));
    }

    @Test
    void keepsWhatWasWrittenWhileItGrows() throws JMSException {
        final byte[] block = new byte[200];
        for (int i = 0; i < 20; i++) {
            Arrays.fill(block, (byte)i);
            message.writeInt(i);
            message.writeBytes(block);
        }
        message.reset();
        final byte[] read = new byte[block.length];
        for (int i = 0; i < 20; i++) {
            Arrays.fill(block, (byte)i);
            assertEquals(i, message.readInt());
            assertEquals(block.length, message.readBytes(read));
            assertArrayEquals(block, read);
        }
        assertEquals(-1, message.readBytes(read));
    }

    @Test
    void isWrittenAnewWhenItsBodyHasBeenCleared() throws JMSException {
        message.writeLong(1);
        message.reset();
        message.clearBody();
        message.writeByte((byte)7);
        message.reset();
        assertEquals(1, message.getBodyLength());
        assertEquals(7, message.readByte());
    }
}
