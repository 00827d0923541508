/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.umcast.ConfigException;

/**
 * The grammar of a URI: {@code scheme:key=value&key=value}, {@code %XX} for any byte of UTF-8 that would not fit in.
 *
 * @param scheme what it begins with.
 * @param values texts by key, in the order given, escapes resolved.
 */
record ConnectionUri(Scheme scheme, Map<String, String> values) {
    static ConnectionUri parse(final String uri) {
        final int colon = uri.indexOf(':');
        final String name = colon < 0 ? uri : uri.substring(0, colon);
        final Scheme scheme = Arrays.stream(Scheme.values()).filter(value -> value.toString().equals(name)).findFirst()
            .orElseThrow(() -> new ConfigException("uri", uri, "must begin with udp: or verbs:, such as udp:interface=lo"));
        if (colon < 0) {
            throw new ConfigException("uri", uri, "lacks the colon after its scheme, such as udp:interface=lo");
        }
        final Map<String, String> values = new LinkedHashMap<>();
        final String rest = uri.substring(colon + 1);
        for (final String part : rest.isEmpty() ? new String[0] : rest.split("&", -1)) {
            final int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new ConfigException("uri", uri, "has \"" + part + "\" where key=value should be");
            }
            final String key = unescape(uri, part.substring(0, equals));
            if (values.put(key, unescape(uri, part.substring(equals + 1))) != null) {
                throw new ConfigException(key, part.substring(equals + 1), "comes twice in " + uri);
            }
        }
        return new ConnectionUri(scheme, values);
    }

    private static String unescape(final String uri, final String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                final int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
                final int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new ConfigException("uri", uri, "has a % in \"" + text +
                        "\" without two hexadecimal digits; write %25 for itself");
                }
                result.write(high << 4 | low);
                i += 2;
            } else {
                result.write(bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(result.toByteArray())).toString();
        } catch (final CharacterCodingException e) {
            throw new ConfigException("uri", uri, "has escapes in \"" + text + "\" that are no UTF-8");
        }
    }
}
