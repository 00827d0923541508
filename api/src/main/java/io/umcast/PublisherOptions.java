/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.util.Objects;

/**
 * How a publisher's stream is written, and which one it is.
 *
 * @param concurrent whether many threads publish at once.
 * @param stream     a name that keeps this publisher's topics in a log of their own; empty for the group's shared log.
 */
public record PublisherOptions(boolean concurrent, String stream) {
    /** One thread publishes, into the group's shared log. */
    public static final PublisherOptions EXCLUSIVE = new PublisherOptions(false, "");
    /** Many threads publish, into the group's shared concurrent log. */
    public static final PublisherOptions CONCURRENT = new PublisherOptions(true, "");

    /** Checks the parts. */
    public PublisherOptions {
        Objects.requireNonNull(stream, "stream");
    }

    /**
     * The same with a log of its own, shared by publishers of this session that name it too.
     *
     * @param name of the stream.
     * @return new options.
     */
    public PublisherOptions onStream(final String name) {
        return new PublisherOptions(concurrent, name);
    }
}
