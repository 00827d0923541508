/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of options. */
final class ValueTypes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,19})([kKmMgG]?)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,19})(ns|us|ms|s|m|h)");

    private ValueTypes() {
    }

    static ValueType<Integer> size(final int min, final int max) {
        final String rule = "a size in bytes, such as 8k or 4m, from " + sizeText(min) + " to " + sizeText(max);
        return type(rule, text -> (int)within(bytes(text, rule), min, max, rule));
    }

    static ValueType<Integer> powerOfTwoSize(final int min, final int max) {
        final String rule = "a power of two in bytes, such as 64k or 4m, from " + sizeText(min) + " to " + sizeText(max);
        return type(rule, text -> {
            final int size = (int)within(bytes(text, rule), min, max, rule);
            return require(Integer.bitCount(size) == 1, size, rule);
        });
    }

    static ValueType<Integer> datagramSize(final int min, final int max) {
        final ValueType<Integer> size = size(min, max);
        final String rule = size.rule() + " (rounded down to a multiple of 8)";
        return type(rule, ruled(rule, text -> size.parse(text) & -8));
    }

    static ValueType<Long> bytesPerSecond() {
        final String rule = "bytes per second, such as 500k, 100m or 1g; 0 for no limit";
        return type(rule, text -> bytes(text, rule));
    }

    static ValueType<Long> duration(final long minNs, final long maxNs) {
        final String rule = "a duration with its unit, such as 200us or 5s, from " + durationText(minNs) +
            " to " + durationText(maxNs);
        return type(rule, text -> within(nanoseconds(text, rule), minNs, maxNs, rule));
    }

    static ValueType<Boolean> onOff() {
        final String rule = "on or off";
        return type(rule, text -> switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("must be " + rule);
        });
    }

    static <E extends Enum<E>> ValueType<E> choice(final Class<E> values) {
        final String rule = "one of " +
            Arrays.stream(values.getEnumConstants()).map(ValueTypes::text).collect(Collectors.joining(", "));
        return type(rule, text -> Arrays.stream(values.getEnumConstants()).filter(value -> text(value).equals(text)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("must be " + rule)));
    }

    static ValueType<Integer> integer(final int min, final int max) {
        final String rule = "a whole number from " + min + " to " + max;
        return type(rule, text -> (int)within(whole(text, rule), min, max, rule));
    }

    static ValueType<Integer> powerOfTwo(final int min, final int max) {
        final String rule = "a power of two from " + min + " to " + max;
        return type(rule, text -> {
            final int number = (int)within(whole(text, rule), min, max, rule);
            return require(Integer.bitCount(number) == 1, number, rule);
        });
    }

    static ValueType<Integer> unsignedInteger() {
        final String rule = "a whole number from 0 to 4294967295, decimal or as 0x hexadecimal";
        return type(rule, text -> (int)within(hexOrWhole(text, rule), 0, 0xFFFF_FFFFL, rule));
    }

    static ValueType<Integer> hexadecimal(final int min, final int max) {
        final String rule = String.format("a number from 0x%x to 0x%x, decimal or as 0x hexadecimal", min, max);
        return type(rule, text -> (int)within(hexOrWhole(text, rule), min, max, rule));
    }

    static ValueType<Long> longInteger() {
        final String rule = "a whole number of 64 bits";
        return type(rule, text -> whole(text, rule));
    }

    static ValueType<Double> share(final double max) {
        final String rule = "a decimal number from 0 to " + (max == 1.0 ? "1" : Double.toString(max));
        return type(rule, text -> {
            final double number;
            try {
                number = Double.parseDouble(text);
            } catch (final NumberFormatException e) {
                throw new IllegalArgumentException("must be " + rule, e);
            }
            return require(number >= 0.0 && number <= max, number, rule);
        });
    }

    static ValueType<String> string(final int maxBytes, final String rule) {
        return type(rule, text -> require(text.getBytes(StandardCharsets.UTF_8).length <= maxBytes &&
            text.chars().noneMatch(Character::isISOControl), text, rule));
    }

    static ValueType<InetAddress> group() {
        final String rule = "an IPv4 or IPv6 multicast address, such as 239.7.7.7 or ff15::7";
        return type(rule, text -> AddressText.parseGroup(text, "must be " + rule));
    }

    static ValueType<List<InetAddress>> sources() {
        final String rule = "unicast addresses, joined by commas";
        return type(rule, text -> {
            final List<InetAddress> addresses = new ArrayList<>();
            for (final String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
                final InetAddress address = AddressText.parse(part, "must be " + rule);
                addresses.add(require(!address.isMulticastAddress() && !address.isAnyLocalAddress(), address, rule));
            }
            return List.copyOf(addresses);
        });
    }

    static ValueType<Map<String, InetAddress>> topicTable() {
        return type(TopicTable.RULE, TopicTable::parse);
    }

    static <T> ValueType<T> orAuto(final ValueType<T> type, final T auto) {
        final String rule = "auto or " + type.rule();
        return type(rule, ruled(rule, text -> Option.AUTO.equals(text) ? auto : type.parse(text)));
    }

    static <T> ValueType<Optional<T>> optional(final ValueType<T> type) {
        return type(type.rule(), text -> Optional.of(type.parse(text)));
    }

    static String text(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <T> ValueType<T> type(final String rule, final Function<String, T> parser) {
        return new ValueType<>() {
            @Override
            public T parse(final String text) {
                return parser.apply(text);
            }

            @Override
            public String rule() {
                return rule;
            }
        };
    }

    /** For a type made of another one, whose own rule would be told otherwise. */
    private static <T> Function<String, T> ruled(final String rule, final Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException("must be " + rule, e);
            }
        };
    }

    private static long bytes(final String text, final String rule) {
        final Matcher matcher = SIZE.matcher(text);
        require(matcher.matches(), text, rule);
        return scaled(matcher.group(1), switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 1L;
        }, rule);
    }

    private static long nanoseconds(final String text, final String rule) {
        if ("0".equals(text)) {
            return 0;
        }
        final Matcher matcher = DURATION.matcher(text);
        require(matcher.matches(), text, rule);
        return scaled(matcher.group(1), switch (matcher.group(2)) {
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1L;
        }, rule);
    }

    private static long scaled(final String digits, final long unit, final String rule) {
        try {
            return Math.multiplyExact(Long.parseLong(digits), unit);
        } catch (final ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("must be " + rule, e);
        }
    }

    private static long hexOrWhole(final String text, final String rule) {
        if (!text.startsWith("0x")) {
            return whole(text, rule);
        }
        try {
            return Long.parseLong(text.substring(2), 16);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("must be " + rule, e);
        }
    }

    private static long whole(final String text, final String rule) {
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException("must be " + rule, e);
        }
    }

    private static long within(final long value, final long min, final long max, final String rule) {
        return require(value >= min && value <= max, value, rule);
    }

    private static <T> T require(final boolean holds, final T value, final String rule) {
        if (!holds) {
            throw new IllegalArgumentException("must be " + rule);
        }
        return value;
    }

    static String sizeText(final long bytes) {
        if (bytes > 0 && bytes % (1 << 30) == 0) {
            return (bytes >> 30) + "g";
        }
        if (bytes > 0 && bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "m";
        }
        return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "k" : Long.toString(bytes);
    }

    static String durationText(final long nanoseconds) {
        final String[] units = {"h", "m", "s", "ms", "us"};
        final long[] sizes = {3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L};
        for (int i = 0; i < units.length; i++) {
            if (nanoseconds > 0 && nanoseconds % sizes[i] == 0) {
                return nanoseconds / sizes[i] + units[i];
            }
        }
        return nanoseconds == 0 ? "0" : nanoseconds + "ns";
    }
}
