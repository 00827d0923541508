/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.util.ArrayList;
import java.util.List;

import io.umcast.core.group.Mgid;

/**
 * A group of an IPoIB interface, as /sys/kernel/debug/ipoib/IF_mcg tells it ({@code ipoib_mcg_seq_show} of
 * drivers/infiniband/ulp/ipoib/ipoib_fs.c).
 *
 * @param mgid     the group's.
 * @param complete whether the subnet manager has answered the join.
 * @param sendOnly whether IPoIB only sends to it.
 */
public record IpoibGroup(Mgid mgid, boolean complete, boolean sendOnly) {
    private static final String GID = "GID:";
    private static final int PARTS = 8;

    /**
     * Reads the file. Entries that are none of its are passed over.
     *
     * @param text of the file.
     * @return in the order of the file.
     */
    public static List<IpoibGroup> parse(final String text) {
        final List<IpoibGroup> found = new ArrayList<>();
        for (final String entry : text.split("\n\\s*\n", -1)) {
            final Mgid mgid = mgid(value(entry, GID));
            if (mgid != null) {
                found.add(new IpoibGroup(mgid, value(entry, "complete:").equals("yes"), value(entry, "send_only:").equals("yes")));
            }
        }
        return found;
    }

    private static String value(final String entry, final String key) {
        return entry.lines().map(String::strip).filter(line -> line.startsWith(key)).map(line -> line.substring(key.length()).strip())
            .findFirst().orElse("");
    }

    /** Eight parts without leading zeros, none left out. */
    private static Mgid mgid(final String text) {
        final String[] parts = text.split(":", -1);
        if (parts.length != PARTS) {
            return null;
        }
        final byte[] bytes = new byte[2 * PARTS];
        for (int i = 0; i < PARTS; i++) {
            if (!parts[i].matches("[0-9a-f]{1,4}")) {
                return null;
            }
            final int part = Integer.parseInt(parts[i], 16);
            bytes[2 * i] = (byte)(part >> Byte.SIZE);
            bytes[2 * i + 1] = (byte)part;
        }
        return Mgid.of(bytes);
    }

    /**
     * How far it is.
     *
     * @return full, send-only, or pending.
     */
    public String state() {
        return !complete ? "pending" : sendOnly ? "send-only" : "full";
    }
}
