/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.umcast.ConfigException;
import io.umcast.TopicPattern;
import io.umcast.config.Config;
import io.umcast.config.Options;

/**
 * Which group a topic goes to. The explicit table comes first; else a range of groups is indexed by a hash of the name that is
 * the same on every host and in every version: {@code h = } FNV-1a of 32 bits over the name's UTF-8, {@code h ^= h >>> 16},
 * {@code index = h mod groups}, unsigned. Immutable.
 */
public final class GroupMapper {
    private static final int FNV_BASIS = 0x811c_9dc5;
    private static final int FNV_PRIME = 0x0100_0193;

    private final byte[] first;
    private final int count;
    private final Map<String, InetAddress> table;

    /**
     * A mapper.
     *
     * @param first the first group of the range.
     * @param count how many groups the range has, 1 or more.
     * @param table the groups of topics that are not in the range's hands.
     * @throws ConfigException if the range leaves the multicast addresses.
     */
    public GroupMapper(final InetAddress first, final int count, final Map<String, InetAddress> table) {
        this.first = first.getAddress();
        this.count = count;
        this.table = Map.copyOf(table);
        if (!first.isMulticastAddress()) {
            throw new ConfigException("group", first.getHostAddress(), "must be a multicast address");
        }
        if (count < 1 || !at(count - 1).isMulticastAddress()) {
            throw new ConfigException("groups", Integer.toString(count),
                "must be 1 or more and not reach beyond the multicast addresses from " + first.getHostAddress() + " on");
        }
    }

    /**
     * The mapper of a connection's config.
     *
     * @param config with the options group, groups and topics.
     * @return the mapper.
     */
    public static GroupMapper of(final Config config) {
        return new GroupMapper(config.get(Options.GROUP), config.get(Options.GROUPS), config.get(Options.TOPICS));
    }

    /**
     * Which groups of the second of two feeds stand for those of the first: as far from {@code group-b} as they are from {@code group}.
     *
     * @param config with the options group, groups, topics and group-b.
     * @return the mapping.
     * @throws ConfigException if a group would leave the multicast addresses.
     */
    public static UnaryOperator<InetAddress> secondFeed(final Config config) {
        final InetAddress from = config.get(Options.GROUP);
        final InetAddress to = config.get(Options.GROUP_B).orElse(from);
        final BigInteger distance = new BigInteger(1, to.getAddress()).subtract(new BigInteger(1, from.getAddress()));
        for (final InetAddress group : of(config).all()) {
            if (!shifted(group, distance).isMulticastAddress()) {
                throw new ConfigException(Options.GROUP_B.key(), config.text(Options.GROUP_B),
                    "takes group " + group.getHostAddress() + " to " + shifted(group, distance).getHostAddress() +
                        ", which is no multicast address");
            }
        }
        return group -> shifted(group, distance);
    }

    private static InetAddress shifted(final InetAddress group, final BigInteger distance) {
        final byte[] bytes = group.getAddress();
        BigInteger rest = new BigInteger(1, bytes).add(distance);
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = rest.byteValue();
            rest = rest.shiftRight(Byte.SIZE);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // never: the length is right
        }
    }

    /**
     * The group of a topic. Makes an object.
     *
     * @param topic the topic's name.
     * @return the group.
     */
    public InetAddress groupOf(final String topic) {
        final InetAddress explicit = table.get(topic);
        return explicit == null ? at(index(topic, count)) : explicit;
    }

    /**
     * The groups that topics of a pattern may go to: one, or the whole range and those of the table's topics that match.
     *
     * @param pattern of topics.
     * @return the groups, each once.
     */
    public List<InetAddress> groupsOf(final TopicPattern pattern) {
        if (pattern.isLiteral()) {
            return List.of(groupOf(pattern.text()));
        }
        final Set<InetAddress> groups = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            groups.add(at(i));
        }
        table.forEach((topic, group) -> {
            if (pattern.matches(topic)) {
                groups.add(group);
            }
        });
        return List.copyOf(groups);
    }

    /**
     * All groups: the range, and those of the table.
     *
     * @return the groups, each once.
     */
    public List<InetAddress> all() {
        return groupsOf(TopicPattern.of(">"));
    }

    /**
     * A group of the range. Makes an object.
     *
     * @param index from 0 to the range's count - 1.
     * @return the group.
     */
    public InetAddress at(final int index) {
        final byte[] address = first.clone();
        long carry = index;
        for (int i = address.length - 1; i >= 0 && carry != 0; i--) {
            carry += address[i] & 0xFF;
            address[i] = (byte)carry;
            carry >>= 8;
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException(e); // never: the length is right
        }
    }

    /**
     * How many groups the range has.
     *
     * @return 1 or more.
     */
    public int count() {
        return count;
    }

    static int index(final String topic, final int count) {
        int hash = FNV_BASIS;
        for (final byte b : topic.getBytes(UTF_8)) {
            hash = (hash ^ b & 0xFF) * FNV_PRIME;
        }
        return Integer.remainderUnsigned(hash ^ hash >>> 16, count);
    }
}
