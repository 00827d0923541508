/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * When a stream is announced: at once when something about it has changed, soon after its last data (so that a lost tail is seen), then
 * ever less often until the interval is reached.
 */
final class Announcer {
    private final long intervalNs;
    private final long heartbeatNs;
    private long delayNs;
    private long lastNs;
    private long nextNs;

    Announcer(final long intervalNs, final long heartbeatNs, final long nowNs) {
        this.intervalNs = intervalNs;
        this.heartbeatNs = heartbeatNs;
        this.delayNs = heartbeatNs;
        this.lastNs = nowNs;
        this.nextNs = nowNs;
    }

    void onData(final long nowNs) {
        delayNs = heartbeatNs;
        nextNs = Math.min(nowNs + heartbeatNs, lastNs + intervalNs);
    }

    void onChange(final long nowNs) {
        nextNs = nowNs;
    }

    boolean isDue(final long nowNs) {
        return nowNs - nextNs >= 0;
    }

    void onAnnounced(final long nowNs) {
        lastNs = nowNs;
        nextNs = nowNs + delayNs;
        delayNs = Math.min(delayNs * 2, intervalNs);
    }
}
