/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.umcast.ConfigException;
import io.umcast.Topic;

/** The text of explicit topic to group pairs: {@code topic@group,topic@group}. */
final class TopicTable {
    static final String RULE = "pairs topic@group, joined by commas, such as prices.EURUSD@239.7.7.7,orders@ff15::7; " +
        "a comma or backslash of a topic is written \\, or \\\\";

    private TopicTable() {
    }

    /** Splits at commas that no backslash precedes; in a pair the last @ counts, since no group holds one. */
    static Map<String, InetAddress> parse(final String text) {
        final Map<String, InetAddress> table = new LinkedHashMap<>();
        final StringBuilder pair = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '\\') {
                if (++i == text.length()) {
                    throw new IllegalArgumentException("must be " + RULE + "; ends in a backslash");
                }
                pair.append(text.charAt(i));
            } else if (c == ',') {
                add(table, pair.toString());
                pair.setLength(0);
            } else {
                pair.append(c);
            }
        }
        if (!text.isEmpty()) {
            add(table, pair.toString());
        }
        return Collections.unmodifiableMap(table);
    }

    private static void add(final Map<String, InetAddress> table, final String pair) {
        final int at = pair.lastIndexOf('@');
        if (at <= 0) {
            throw new IllegalArgumentException("must be " + RULE + "; \"" + pair + "\" is none");
        }
        final String topic = topic(pair.substring(0, at));
        final InetAddress group = AddressText.parseGroup(pair.substring(at + 1),
            "must be " + RULE + "; the group of \"" + pair + "\" is no multicast address");
        if (table.put(topic, group) != null) {
            throw new IllegalArgumentException("must name each topic once; \"" + topic + "\" comes twice");
        }
    }

    private static String topic(final String name) {
        try {
            return Topic.of(name).name();
        } catch (final ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
