/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.Locale;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

import io.umcast.IdleStrategies;

/** What a thread does when there is nothing to do. */
enum Idle {
    /** Looks again at once. */
    SPIN {
        @Override
        IdleStrategy strategy() {
            return NoOpIdleStrategy.INSTANCE;
        }
    },
    /** Lets others run, then looks again. */
    YIELD {
        @Override
        IdleStrategy strategy() {
            return YieldingIdleStrategy.INSTANCE;
        }
    },
    /** Sleeps, longer and longer up to 4 ms. */
    BACKOFF {
        @Override
        IdleStrategy strategy() {
            return IdleStrategies.backoff();
        }
    };

    abstract IdleStrategy strategy();

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Spins for as long as an answer takes that is on its way, then yields: the other side may need this very core. */
    static IdleStrategy spinning() {
        return new SpinThenYield();
    }

    private static final class SpinThenYield implements IdleStrategy {
        private static final int SPINS = 200;

        private int spins;

        @Override
        public void idle(final int workCount) {
            if (workCount > 0) {
                reset();
            } else {
                idle();
            }
        }

        @Override
        public void idle() {
            if (++spins > SPINS) {
                Thread.yield();
            }
        }

        @Override
        public void reset() {
            spins = 0;
        }

        @Override
        public String alias() {
            return "spin-yield";
        }
    }
}
