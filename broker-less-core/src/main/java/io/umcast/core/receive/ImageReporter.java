/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import io.umcast.LossEvent.Reason;

/**
 * Tells what happens to one image: available once, then losses, unavailable last. What the told one throws goes to the error
 * handler.
 */
final class ImageReporter {
    private final Image image;
    private final TopicDispatch dispatch;
    private final TopicNames names;
    private final ImageEvents events;
    private final ReceiveCounters counters;
    private boolean available;

    ImageReporter(final Image image, final TopicDispatch dispatch, final TopicNames names, final ImageEvents events,
        final ReceiveCounters counters) {
        this.image = image;
        this.dispatch = dispatch;
        this.names = names;
        this.events = events;
        this.counters = counters;
    }

    void available(final long position) {
        if (!available) {
            available = true;
            counters.imagesOpened++;
            try {
                events.available(image, position);
            } catch (final RuntimeException e) {
                dispatch.onError(e);
            }
        }
    }

    void unavailable(final long position, final boolean orderly) {
        if (available) {
            counters.imagesEnded++;
            try {
                events.unavailable(image, position, orderly);
            } catch (final RuntimeException e) {
                dispatch.onError(e);
            }
        }
    }

    void lost(final long from, final long to, final Reason reason) {
        if (from >= to || !dispatch.hasTargets() && names.isComplete()) {
            return; // nobody here wanted any of it
        }
        counters.losses++;
        counters.bytesLost += to - from;
        if (reason == Reason.BEST_EFFORT) {
            counters.bestEffortSkips++;
        }
        try {
            events.loss(image, from, to, reason);
        } catch (final RuntimeException e) {
            dispatch.onError(e);
        }
    }
}
