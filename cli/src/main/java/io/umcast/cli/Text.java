/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.net.InetSocketAddress;
import java.util.Locale;

/** Numbers for people. */
final class Text {
    private Text() {
    }

    /** With commas between thousands. */
    static String count(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A count with its noun, which gets an s unless there is one. */
    static String count(final long value, final String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** A time in the unit that suits it. */
    static String time(final long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
        }
        return nanos < 1_000_000_000 ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6) :
            String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    /** A size in the unit that suits it, by powers of 1024. */
    static String bytes(final long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return bytes < 1L << 30 ? String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20) :
            String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }

    /** An address with its port; an IPv6 one in brackets. */
    static String address(final InetSocketAddress address) {
        final String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Messages a second. */
    static String rate(final double perSecond) {
        return perSecond < 1e6 ? count(Math.round(perSecond)) + " msg/s" : String.format(Locale.ROOT, "%.2f M msg/s", perSecond / 1e6);
    }

    /** Megabytes a second, 10^6 bytes each. */
    static String throughput(final double bytesPerSecond) {
        return String.format(Locale.ROOT, "%,.1f MB/s", bytesPerSecond / 1e6);
    }
}
