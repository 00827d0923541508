/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.peers;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arguments of an agent: {@code key=value ...}. */
final class Settings {
    private final Map<String, String> values;

    Settings(final String... arguments) {
        values = Stream.of(arguments).map(argument -> argument.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    String text(final String key, final String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    int number(final String key, final int otherwise) {
        return values.containsKey(key) ? Integer.parseInt(values.get(key)) : otherwise;
    }
}
