/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/** Takes a stream's numbers, to be read elsewhere. */
@FunctionalInterface
public interface StreamReport {
    /**
     * The numbers at one moment.
     *
     * @param streamId        the stream.
     * @param claimed         position claimed.
     * @param sent            position sent.
     * @param retained        position retained.
     * @param limit           position up to which receivers let it be sent.
     * @param datagramsSent   data datagrams sent, repairs aside.
     * @param bytesSent       log bytes sent, repairs aside.
     * @param naksReceived    NAKs heard.
     * @param repairsSent     datagrams sent again.
     * @param claimsUnblocked claims given up.
     * @param receivers       receivers known.
     */
    void set(long streamId, long claimed, long sent, long retained, long limit, long datagramsSent, long bytesSent, long naksReceived,
        long repairsSent, long claimsUnblocked, int receivers);
}
