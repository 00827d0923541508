/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.umcast.natives.Abi;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * Checks a datagram whole, so that whoever uses it afterwards need not: accessors of an accepted frame stay within it and give
 * values that their documentation allows. Reads nothing outside the datagram, never throws, allocates nothing.
 * Flags, reserved fields and padding are not looked at: a later revision may give them a meaning.
 */
public final class FrameValidator {
    private FrameValidator() {
    }

    /**
     * Checks a datagram.
     *
     * @param buffer that holds it.
     * @param offset where it begins.
     * @param length of it in bytes.
     * @param domain that is listened to.
     * @return {@link DropCause#NONE} if it is good, else the cause.
     */
    public static int validate(final DirectBuffer buffer, final int offset, final int length, final int domain) {
        if (length < FrameHeader.LENGTH || offset < 0 || offset > buffer.capacity() - length) {
            return DropCause.SHORT;
        }
        if (buffer.getShort(offset + FrameHeader.MAGIC_OFFSET, LITTLE_ENDIAN) != FrameHeader.MAGIC) {
            return DropCause.MAGIC;
        }
        if (buffer.getByte(offset + FrameHeader.VERSION_OFFSET) != FrameHeader.CURRENT_VERSION) {
            return DropCause.VERSION;
        }
        if (FrameHeader.domain(buffer, offset) != domain) {
            return DropCause.DOMAIN;
        }
        final int type = FrameHeader.type(buffer, offset);
        if (type < FrameType.DATA || type > FrameType.LAST) {
            return DropCause.TYPE;
        }
        if (!isPosition(FrameHeader.position(buffer, offset))) {
            return DropCause.POSITION;
        }
        return switch (type) {
            case FrameType.DATA -> data(buffer, offset, length);
            case FrameType.PAD, FrameType.CONFIRM -> ranged(buffer, offset, length, FrameHeader.LENGTH);
            case FrameType.NAK -> ranged(buffer, offset, length, NakFrame.LENGTH);
            case FrameType.UNAVAILABLE, FrameType.BYE -> rangeless(buffer, offset, length, FrameHeader.LENGTH);
            case FrameType.ANNOUNCE -> announce(buffer, offset, length);
            case FrameType.QUERY -> query(buffer, offset, length);
            case FrameType.TOPICS -> topics(buffer, offset, length);
            case FrameType.STATUS -> status(buffer, offset, length);
            default -> DropCause.TYPE;
        };
    }

    private static boolean isPosition(final long position) {
        return position >= 0 && (position & 7) == 0;
    }

    private static int data(final DirectBuffer buffer, final int offset, final int length) {
        final int range = FrameHeader.length(buffer, offset);
        final int cause = range(buffer, offset, range);
        if (cause != DropCause.NONE) {
            return cause;
        }
        if (range != length - FrameHeader.LENGTH) {
            return DropCause.LENGTH;
        }
        final int firstRecord = FrameHeader.firstRecord(buffer, offset);
        return firstRecord == FrameHeader.NO_RECORD || firstRecord * 8 < range ? DropCause.NONE : DropCause.RANGE;
    }

    private static int ranged(final DirectBuffer buffer, final int offset, final int length, final int expected) {
        return length != expected ? lengthCause(length, expected) : range(buffer, offset, FrameHeader.length(buffer, offset));
    }

    private static int range(final DirectBuffer buffer, final int offset, final int range) {
        if (range <= 0 || (range & 7) != 0) {
            return DropCause.RANGE;
        }
        return FrameHeader.position(buffer, offset) + range < 0 ? DropCause.POSITION : DropCause.NONE;
    }

    private static int rangeless(final DirectBuffer buffer, final int offset, final int length, final int expected) {
        if (length != expected) {
            return lengthCause(length, expected);
        }
        return FrameHeader.length(buffer, offset) == 0 ? DropCause.NONE : DropCause.RANGE;
    }

    private static int lengthCause(final int length, final int expected) {
        return length < expected ? DropCause.SHORT : DropCause.LENGTH;
    }

    private static int announce(final DirectBuffer buffer, final int offset, final int length) {
        final int cause = rangeless(buffer, offset, length, AnnounceFrame.LENGTH);
        if (cause != DropCause.NONE) {
            return cause;
        }
        final long earliest = AnnounceFrame.earliest(buffer, offset);
        if (!isPosition(earliest) || earliest > FrameHeader.position(buffer, offset)) {
            return DropCause.POSITION;
        }
        final int topicCount = AnnounceFrame.topicCount(buffer, offset);
        final int mtu = AnnounceFrame.mtu(buffer, offset);
        final int capacity = AnnounceFrame.capacity(buffer, offset);
        final boolean good = AnnounceFrame.age(buffer, offset) >= 0 && topicCount >= 0 && topicCount <= RecordType.MAX_TOPICS &&
            mtu >= AnnounceFrame.MIN_MTU && mtu <= AnnounceFrame.MAX_MTU && (mtu & 7) == 0 &&
            capacity >= AnnounceFrame.MIN_CAPACITY && capacity <= AnnounceFrame.MAX_CAPACITY && BitUtil.isPowerOfTwo(capacity) &&
            AnnounceFrame.interval(buffer, offset) > 0 && isControl(buffer, offset);
        return good ? DropCause.NONE : DropCause.BODY;
    }

    private static boolean isControl(final DirectBuffer buffer, final int offset) {
        final int port = AnnounceFrame.controlPort(buffer, offset);
        return switch (AnnounceFrame.controlKind(buffer, offset)) {
            case AnnounceFrame.CONTROL_SOURCE -> true;
            case Abi.ADDRESS_IPV4, Abi.ADDRESS_IPV6 -> port > 0 && port <= 0xFFFF;
            case Abi.ADDRESS_IB -> port > 0 && port < 0xFF_FFFF; // 0xFFFFFF is the multicast queue pair
            default -> false;
        };
    }

    private static int query(final DirectBuffer buffer, final int offset, final int length) {
        final int cause = rangeless(buffer, offset, length, QueryFrame.LENGTH);
        if (cause != DropCause.NONE) {
            return cause;
        }
        final int first = QueryFrame.firstNumber(buffer, offset);
        return first >= RecordType.FIRST_TOPIC && first <= RecordType.MAX_TOPICS ? DropCause.NONE : DropCause.BODY;
    }

    private static int topics(final DirectBuffer buffer, final int offset, final int length) {
        if (length < TopicsFrame.ENTRIES_OFFSET) {
            return DropCause.SHORT;
        }
        if (FrameHeader.length(buffer, offset) != 0) {
            return DropCause.RANGE;
        }
        final int first = TopicsFrame.firstNumber(buffer, offset);
        final int count = TopicsFrame.count(buffer, offset);
        final int total = TopicsFrame.total(buffer, offset);
        if (first < RecordType.FIRST_TOPIC || total < 0 || total > RecordType.MAX_TOPICS || count < 0 || count > total ||
            count > 0 && first > total - count + 1) {
            return DropCause.BODY;
        }
        return entries(buffer, TopicsFrame.firstEntry(offset), offset + length, first, count);
    }

    private static int entries(final DirectBuffer buffer, final int begin, final int end, final int first, final int count) {
        int entry = begin;
        for (int i = 0; i < count; i++) {
            if (end - entry < BitUtil.align(TopicsFrame.ENTRY_NAME_OFFSET + 1, 8)) {
                return DropCause.LENGTH;
            }
            final int nameLength = TopicsFrame.nameLength(buffer, entry);
            if (TopicsFrame.number(buffer, entry) != first + i || nameLength < 1 || nameLength > TopicsFrame.MAX_NAME_LENGTH) {
                return DropCause.BODY;
            }
            final int next = TopicsFrame.next(buffer, entry);
            if (next > end) {
                return DropCause.LENGTH;
            }
            if (!Utf8.isValid(buffer, TopicsFrame.nameOffset(entry), nameLength)) {
                return DropCause.BODY;
            }
            entry = next;
        }
        return entry == end ? DropCause.NONE : DropCause.LENGTH;
    }

    private static int status(final DirectBuffer buffer, final int offset, final int length) {
        if (length < StatusFrame.INTEREST_OFFSET) {
            return DropCause.SHORT;
        }
        if (FrameHeader.length(buffer, offset) != 0) {
            return DropCause.RANGE;
        }
        final int words = StatusFrame.interestWords(buffer, offset);
        final int nameLength = StatusFrame.nameLength(buffer, offset);
        if (words > StatusFrame.MAX_INTEREST_WORDS || nameLength > StatusFrame.MAX_NAME_LENGTH) {
            return DropCause.BODY;
        }
        if (length != StatusFrame.INTEREST_OFFSET + 8 * words + BitUtil.align(nameLength, 8)) {
            return DropCause.LENGTH;
        }
        final long received = StatusFrame.receivedPosition(buffer, offset);
        if (!isPosition(received) || received < FrameHeader.position(buffer, offset)) {
            return DropCause.POSITION;
        }
        final int base = StatusFrame.interestBase(buffer, offset);
        final boolean good = StatusFrame.windowBytes(buffer, offset) >= 0 && StatusFrame.windowDatagrams(buffer, offset) >= 0 &&
            base >= 0 && base <= RecordType.MAX_TOPICS &&
            Utf8.isValid(buffer, StatusFrame.nameOffset(buffer, offset), nameLength);
        return good ? DropCause.NONE : DropCause.BODY;
    }
}
