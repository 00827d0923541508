/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.Arrays;

import io.umcast.core.send.OutboundStream;

/** What a session does last. */
final class Farewell {
    private static final int LAST_CYCLES = 64;

    private final ControlSide control;
    private final ReceiveSide receive;
    private final EngineClock clock;

    Farewell(final ControlSide control, final ReceiveSide receive, final EngineClock clock) {
        this.control = control;
        this.receive = receive;
        this.clock = clock;
    }

    /** Sends what is committed, waits for receivers to have it, says goodbye; for a bounded time. */
    void say(final long lingerNs, final Runnable controlCycle) {
        final long deadline = clock.nanoTime() + lingerNs;
        while (clock.nanoTime() - deadline < 0) {
            controlCycle.run();
            if (isDrained()) {
                break;
            }
            Thread.yield();
        }
        receive.sayGoodbye();
        control.enter();
        try {
            final long nowNs = clock.nanoTime();
            for (final OutboundStream stream : control.streams()) {
                stream.bye(clock.epochNanos(nowNs));
            }
            for (int i = 0; i < LAST_CYCLES && control.work(true, false, nowNs, clock.epochNanos(nowNs)) > 0; i++) {
                Thread.onSpinWait(); // until the last word is out
            }
        } finally {
            control.exit();
        }
    }

    private boolean isDrained() {
        control.enter();
        try {
            return Arrays.stream(control.streams()).allMatch(OutboundStream::isDrained);
        } finally {
            control.exit();
        }
    }
}
