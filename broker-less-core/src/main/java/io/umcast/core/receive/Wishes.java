/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

import io.umcast.SubscriberOptions;
import io.umcast.SubscriberOptions.Quality;
import io.umcast.SubscriberOptions.Start;

/**
 * What subscriptions ask for, folded into what one image has to do: the stronger quality, the earliest start.
 *
 * @param quality       reliable if one asks for it.
 * @param start         earliest over a position over now.
 * @param startPosition the smallest asked for, with {@link Start#POSITION}.
 * @param any           whether anybody asks for anything.
 * @param sinceNs       when the first of them began to.
 */
record Wishes(Quality quality, Start start, long startPosition, boolean any, long sinceNs) {
    static final Wishes NONE = new Wishes(Quality.BEST_EFFORT, Start.NOW, 0, false, 0);

    static Wishes of(final Subscription... subscriptions) {
        return NONE.and(subscriptions);
    }

    Wishes and(final Subscription... subscriptions) {
        Wishes result = this;
        for (final Subscription subscription : subscriptions) {
            result = result.and(subscription);
        }
        return result;
    }

    private Wishes and(final Subscription subscription) {
        final SubscriberOptions options = subscription.options();
        final Quality better = options.quality() == Quality.RELIABLE ? Quality.RELIABLE : quality;
        final long first = any && sinceNs - subscription.sinceNs() < 0 ? sinceNs : subscription.sinceNs();
        if (start == Start.EARLIEST || options.start() == Start.EARLIEST) {
            return new Wishes(better, Start.EARLIEST, 0, true, first);
        }
        if (options.start() == Start.POSITION) {
            final long position = start == Start.POSITION ? Math.min(startPosition, options.startPosition()) : options.startPosition();
            return new Wishes(better, Start.POSITION, position, true, first);
        }
        return new Wishes(better, start, startPosition, true, first);
    }
}
