/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** IP addresses as text. Literals only: a config never asks a name server. */
final class AddressText {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*(%\\w[\\w.-]*)?");

    private AddressText() {
    }

    static InetAddress parse(final String text, final String rule) {
        if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
            try {
                return InetAddress.getByName(text); // a literal: no look-up
            } catch (final UnknownHostException e) {
                throw new IllegalArgumentException(rule, e);
            }
        }
        throw new IllegalArgumentException(rule);
    }

    static InetAddress parseGroup(final String text, final String rule) {
        final InetAddress address = parse(text, rule);
        if (!address.isMulticastAddress()) {
            throw new IllegalArgumentException(rule);
        }
        return address;
    }
}
