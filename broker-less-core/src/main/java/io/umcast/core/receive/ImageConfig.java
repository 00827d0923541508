/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import io.umcast.core.time.Pause;
import io.umcast.core.wire.RecordHeader;

/**
 * What images are made from. That of a session leaves open what depends on the stream: {@link #forLog} fills it in.
 *
 * @param windowBytes     how far a stream may run ahead of what is consumed, in bytes; 0 for half of the stream's log.
 * @param maxRecordLength the longest record, header included, a multiple of 8; 0 when not known yet.
 * @param nakBackoffNs    the longest random wait before a gap is told; best effort skips a gap after it.
 * @param nakRetryNs      after what time an unrepaired gap is told again, the first time.
 * @param nakGroupSize    how many receivers the random wait is laid out for, 1 or more.
 * @param nakLimitBytes   the most bytes asked for and not come yet: what the socket can hold, at least a datagram.
 * @param lossTimeoutNs   after what time an unrepaired gap is a loss.
 * @param imageTimeoutNs  after what silence a stream is gone.
 * @param topicTimeoutNs  how long an unknown topic's messages are held.
 */
public record ImageConfig(int windowBytes, int maxRecordLength, long nakBackoffNs, long nakRetryNs, int nakGroupSize, int nakLimitBytes,
    long lossTimeoutNs, long imageTimeoutNs, long topicTimeoutNs) {
    /** A window has room for the longest record and the largest datagram. */
    private static final int MAX_DATAGRAM = 64 * 1024;

    /**
     * The same for a stream of a known log.
     *
     * @param logCapacity of the stream's log in bytes, a power of two.
     * @return with window and longest record; the window at least the longest record and a datagram.
     */
    public ImageConfig forLog(final int logCapacity) {
        final int record = maxRecordLength(logCapacity);
        final int wanted = windowBytes == 0 ? logCapacity >> 1 : windowBytes;
        final int window = Math.max(wanted, record + MAX_DATAGRAM) & -RecordHeader.LENGTH;
        return new ImageConfig(window, record, nakBackoffNs, nakRetryNs, nakGroupSize, Math.max(nakLimitBytes, MAX_DATAGRAM), lossTimeoutNs,
            imageTimeoutNs, topicTimeoutNs);
    }

    /** Whether it is so long that nobody has looked that not all of it may count for a time-out. */
    boolean isPause(final long pauseNs) {
        return Pause.forgiven(pauseNs, Math.min(topicTimeoutNs, Math.min(lossTimeoutNs, imageTimeoutNs))) > 0;
    }

    /** Agrona's rings take messages of up to an eighth of their capacity. */
    static int maxRecordLength(final int logCapacity) {
        return (logCapacity >> 3) + RecordHeader.LENGTH;
    }
}
