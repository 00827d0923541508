/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * What the streams of a session have in common.
 *
 * @param domain             the domain id.
 * @param connectionId       of the publishing connection.
 * @param mtu                the largest datagram in bytes.
 * @param retain             the share of a log that is kept for who may still ask, 0 to 0.625.
 * @param flow               who is waited for.
 * @param rates              how fast.
 * @param sendUnconnected    whether to publish to nobody.
 * @param announceIntervalNs the longest time between announcements.
 * @param heartbeatNs        how soon after the last data an announcement tells its end.
 * @param receiverTimeoutNs  after what silence a receiver is dropped.
 * @param repairHoldoffNs    for how long after a repair the same is not sent again.
 * @param claimTimeoutNs     after what time an uncommitted claim is given up.
 */
public record StreamConfig(int domain, long connectionId, int mtu, double retain, FlowConfig flow, RateConfig rates,
    boolean sendUnconnected, long announceIntervalNs, long heartbeatNs, long receiverTimeoutNs, long repairHoldoffNs, long claimTimeoutNs) {
}
