/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.receive;

/**
 * Where an image joins its stream. A stream that was born after its subscription is had from its begin, whatever was asked for;
 * for an older one that depends on who subscribes to its topics, so their names have to be known first.
 */
final class ImageOpening {
    /** It cannot be said yet. */
    static final long UNDECIDED = -1;

    private final TopicDispatch dispatch;
    private final TopicNames names;
    private long anchor = UNDECIDED;
    private boolean announced;
    private long sentPosition;
    private long earliestPosition;
    private long bornNs;
    private boolean young;
    private boolean history;
    private boolean knownBegin;

    ImageOpening(final TopicDispatch dispatch, final TopicNames names) {
        this.dispatch = dispatch;
        this.names = names;
    }

    /** The first record boundary seen: what "now" means. */
    long anchor() {
        return anchor;
    }

    void anchor(final long position) {
        anchor = position;
    }

    void onAnnounce(final long sent, final long earliest, final long ageNs, final long nowNs) {
        if (!announced) {
            bornNs = nowNs - ageNs;
            sentPosition = sent;
        }
        announced = true;
        earliestPosition = earliest;
    }

    /** Where to join, or {@link #UNDECIDED}. */
    long decide() {
        if (anchor == 0 || announced && (sentPosition == 0 || dispatch.isYounger(bornNs))) {
            return fromBirth();
        }
        if (!announced || names.mayBeMissing()) {
            return UNDECIDED;
        }
        final Wishes wishes = dispatch.wishes();
        if (wishes.any() && bornNs - wishes.sinceNs() > 0) {
            return fromBirth();
        }
        return switch (wishes.start()) {
            case EARLIEST -> fromHistory(earliestPosition, earliestPosition == 0);
            case POSITION -> fromPosition(wishes.startPosition() & -8);
            case NOW -> join(anchor, true);
        };
    }

    private long fromBirth() {
        young = true;
        return join(earliestPosition, earliestPosition == 0);
    }

    /** A position is one that a publisher's offer or a message's header told: a record begins there. */
    private long fromPosition(final long position) {
        return position >= earliestPosition ? fromHistory(position, true) : fromHistory(earliestPosition, false);
    }

    private long fromHistory(final long position, final boolean isRecord) {
        history = true;
        return join(position, isRecord);
    }

    /** What was kept meanwhile may be older than what the publisher still has. */
    private long join(final long position, final boolean isRecord) {
        final boolean kept = !isRecord && anchor >= 0 && anchor <= position;
        knownBegin = isRecord || kept;
        return kept ? anchor : position;
    }

    /** Whether what is missing from the stream's birth on is a loss. */
    boolean isYoung() {
        return young;
    }

    /** Whether a record begins where to join; else the first one behind it has to be found. */
    boolean isKnownBegin() {
        return knownBegin;
    }

    /** Up to where the stream was there before: asked for this receiver alone. */
    long historyEnd() {
        return history ? sentPosition : 0;
    }
}
