/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

import java.util.List;

/** Up to where a stream may be sent, from what its receivers say. */
public enum FlowControl {
    /** Nobody is waited for. */
    NONE {
        @Override
        long byteLimit(final List<Receiver> receivers) {
            return Long.MAX_VALUE;
        }

        @Override
        long datagramLimit(final List<Receiver> receivers, final DatagramTable datagrams) {
            return Long.MAX_VALUE;
        }

        @Override
        long retainLimit(final List<Receiver> receivers) {
            return Long.MAX_VALUE;
        }
    },
    /** The fastest receiver leads; others may be left behind, and are told. */
    MAX {
        @Override
        long byteLimit(final List<Receiver> receivers) {
            long limit = Long.MIN_VALUE;
            for (int i = 0, size = receivers.size(); i < size; i++) {
                limit = Math.max(limit, receivers.get(i).byteLimit());
            }
            return limit == Long.MIN_VALUE ? Long.MAX_VALUE : limit;
        }

        @Override
        long datagramLimit(final List<Receiver> receivers, final DatagramTable datagrams) {
            long limit = Long.MIN_VALUE;
            for (int i = 0, size = receivers.size(); i < size; i++) {
                limit = Math.max(limit, receivers.get(i).datagramLimit(datagrams));
            }
            return limit == Long.MIN_VALUE ? Long.MAX_VALUE : limit;
        }

        @Override
        long retainLimit(final List<Receiver> receivers) {
            return Long.MAX_VALUE;
        }
    },
    /** The slowest receiver leads: nobody is left behind. */
    MIN {
        @Override
        long byteLimit(final List<Receiver> receivers) {
            long limit = Long.MAX_VALUE;
            for (int i = 0, size = receivers.size(); i < size; i++) {
                final Receiver receiver = receivers.get(i);
                if (receiver.followed()) {
                    limit = Math.min(limit, receiver.byteLimit());
                }
            }
            return limit;
        }

        @Override
        long datagramLimit(final List<Receiver> receivers, final DatagramTable datagrams) {
            long limit = Long.MAX_VALUE;
            for (int i = 0, size = receivers.size(); i < size; i++) {
                final Receiver receiver = receivers.get(i);
                if (receiver.followed()) {
                    limit = Math.min(limit, receiver.datagramLimit(datagrams));
                }
            }
            return limit;
        }

        @Override
        long retainLimit(final List<Receiver> receivers) {
            long limit = Long.MAX_VALUE;
            for (int i = 0, size = receivers.size(); i < size; i++) {
                final Receiver receiver = receivers.get(i);
                if (receiver.followed()) {
                    limit = Math.min(limit, receiver.consumed());
                }
            }
            return limit;
        }
    };

    /** The position that must not be passed. */
    abstract long byteLimit(List<Receiver> receivers);

    /** The datagram number that must not be reached. */
    abstract long datagramLimit(List<Receiver> receivers, DatagramTable datagrams);

    /** The position from which on everything must stay in the log for the receivers' sake. */
    abstract long retainLimit(List<Receiver> receivers);
}
