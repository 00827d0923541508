/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import io.umcast.core.log.Log;
import io.umcast.core.time.Pause;

/** Watches for a claim that its thread neither commits nor aborts, and gives it up after a time. */
final class StuckClaims {
    private final Log log;
    private final long timeoutNs;
    private long stuckAt = -1;
    private long sinceNs;
    private long checkedNs;
    private long unblocked;

    StuckClaims(final Log log, final long timeoutNs) {
        this.log = log;
        this.timeoutNs = timeoutNs;
    }

    /** Called while something is claimed behind a position at which nothing is committed to send. */
    void check(final long position, final long nowNs) {
        sinceNs = Pause.moved(sinceNs, nowNs - checkedNs, timeoutNs, nowNs); // when this thread did not come, the claiming one may not have, either
        checkedNs = nowNs;
        if (log.committedLength(position) > 0) {
            stuckAt = -1;
        } else if (stuckAt != position) {
            stuckAt = position;
            sinceNs = nowNs;
        } else if (nowNs - sinceNs > timeoutNs && log.unblock(position)) {
            unblocked++;
            stuckAt = -1;
        }
    }

    long unblocked() {
        return unblocked;
    }
}
