/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PollGuardTest {
    private final PollGuard guard = new PollGuard();

    @Test
    void letsOnePollAtATime() {
        assertEquals(PollGuard.FREE, guard.tryPoll());
        assertEquals(PollGuard.POLLED, guard.tryPoll());
        guard.unlock();
        assertEquals(PollGuard.FREE, guard.tryPoll());
    }

    @Test
    void holdsPollsOutWhileSomethingChanges() {
        guard.lock();
        assertEquals(PollGuard.CHANGED, guard.tryPoll());
        guard.unlock();
        assertEquals(PollGuard.FREE, guard.tryPoll());
    }

    @Test
    void aChangeWaitsForThePollThatRuns() throws InterruptedException {
        assertEquals(PollGuard.FREE, guard.tryPoll());
        final Thread changer = new Thread(() -> {
            guard.lock();
            guard.unlock();
        });
        changer.start();
        guard.unlock();
        changer.join();
        assertEquals(PollGuard.FREE, guard.tryPoll());
    }
}
