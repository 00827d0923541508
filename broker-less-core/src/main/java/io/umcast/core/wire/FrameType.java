/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.wire;

/** The types of frames, as the header's type byte says. */
public final class FrameType {
    /** A range of the log. */
    public static final int DATA = 1;
    /** A range of the log that holds nothing: it is skipped. */
    public static final int PAD = 2;
    /** How far a stream has been sent, and what else a receiver has to know of it. */
    public static final int ANNOUNCE = 3;
    /** A receiver asks for the names of topics. */
    public static final int QUERY = 4;
    /** A publisher says which topic has which name. */
    public static final int TOPICS = 5;
    /** A receiver lacks a range. */
    public static final int NAK = 6;
    /** A publisher has heard of a lack: others need not tell it. */
    public static final int CONFIRM = 7;
    /** A receiver says how far it is and how much it can take. */
    public static final int STATUS = 8;
    /** A publisher no longer has what was asked for. */
    public static final int UNAVAILABLE = 9;
    /** A stream ends. */
    public static final int BYE = 10;
    /** The largest type that this version knows. */
    public static final int LAST = BYE;

    private FrameType() {
    }
}
