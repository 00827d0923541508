/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.session;

import java.util.Arrays;

import io.umcast.core.receive.Image;
import io.umcast.core.send.ControlWriter;
import io.umcast.core.send.Destinations;

/**
 * Tells publishers how far the session's images are and how much they can take. The images come and go by the data thread; the telling is
 * the control side's. What the socket can hold is shared by the images that something comes for.
 */
final class Statuses {
    private static final ImageStatus[] NONE = {};

    private final long receiverId;
    private final byte[] name;
    private final long tag;
    private final long intervalNs;
    private final int bufferPayload;
    private final int bufferDatagrams;
    private final int mtu;
    private long sharesNs;
    private int active = 1;
    private long sent;
    private volatile ImageStatus[] images = NONE;

    Statuses(final long receiverId, final byte[] name, final long tag, final long intervalNs, final int bufferPayload,
        final int bufferDatagrams, final int mtu) {
        this.receiverId = receiverId;
        this.name = name;
        this.tag = tag;
        this.intervalNs = intervalNs;
        this.bufferPayload = bufferPayload;
        this.bufferDatagrams = bufferDatagrams;
        this.mtu = mtu;
    }

    long receiverId() {
        return receiverId;
    }

    byte[] name() {
        return name;
    }

    long tag() {
        return tag;
    }

    /** Statuses sent. */
    long sent() {
        return sent;
    }

    /** Adds an image; by the data thread. */
    void add(final Image image) {
        add(image, receiverId, true);
    }

    /** Adds an image that is a receiver by itself, without interest of its own; by the data thread. */
    void addCatchUp(final Image image, final long ownReceiverId) {
        add(image, ownReceiverId, false);
    }

    private void add(final Image image, final long id, final boolean interested) {
        final ImageStatus[] old = images;
        final ImageStatus[] more = Arrays.copyOf(old, old.length + 1);
        more[old.length] = new ImageStatus(image, id, interested);
        images = more;
    }

    /** Removes an image; by the data thread. */
    void remove(final Image image) {
        images = Arrays.stream(images).filter(status -> status.image() != image).toArray(ImageStatus[]::new);
    }

    int work(final ControlWriter writer, final Destinations destinations, final long nowNs, final long epochNs) {
        final ImageStatus[] all = images;
        int work = 0;
        for (final ImageStatus status : all) {
            if (status.isDue(nowNs, intervalNs, Math.max(mtu, bufferPayload / active))) {
                if (nowNs - sharesNs > intervalNs) {
                    sharesNs = nowNs;
                    countActive(all);
                }
                final int budget = Math.max(mtu, bufferPayload / active);
                final int datagrams = Math.max(1, bufferDatagrams / active);
                if (status.tell(writer, destinations.of(status.image().publisher()), budget, datagrams, tag, name, nowNs,
                    epochNs)) {
                    work++;
                }
            }
        }
        sent += work;
        return work;
    }

    private void countActive(final ImageStatus[] all) {
        int count = 0;
        for (final ImageStatus status : all) {
            if (status.updateActive()) {
                count++;
            }
        }
        active = Math.max(1, count);
    }
}
