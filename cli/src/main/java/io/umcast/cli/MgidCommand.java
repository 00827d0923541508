/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import io.umcast.ConfigException;
import io.umcast.config.PortSpace;
import io.umcast.core.group.LinkType;
import io.umcast.core.group.Mgid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the MGID of a group. */
@Command(name = "mgid", description = "Prints the InfiniBand or RoCE MGID of an IP multicast group, nothing else.", sortOptions = false,
    footer = {"", "Examples:", "  umcast mgid 239.1.2.3", "  umcast mgid 239.1.2.3 --ps ipoib --pkey 8001",
        "  umcast mgid ff15::7 --link roce1"})
final class MgidCommand extends Reporting {
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern HEXADECIMAL = Pattern.compile("(?:0[xX])?([0-9a-fA-F]{1,4})");

    @Parameters(paramLabel = "GROUP", description = "An IPv4 or IPv6 multicast address.")
    private String group;

    @Option(names = "--pkey", paramLabel = "HEX", defaultValue = "ffff",
        description = "InfiniBand: the interface's P_Key (default: ${DEFAULT-VALUE}).")
    private String pkey;

    @Option(names = "--scope", paramLabel = "HEX", defaultValue = "2",
        description = "InfiniBand: the scope of the interface's broadcast group (default: ${DEFAULT-VALUE}).")
    private String scope;

    @Option(names = "--ps", paramLabel = "PS", defaultValue = "udp",
        description = "The port space: udp or ipoib (default: ${DEFAULT-VALUE}).")
    private PortSpace portSpace;

    @Option(names = "--link", paramLabel = "LINK", defaultValue = "ib",
        description = "The link layer: ib, roce1 or roce2 (default: ${DEFAULT-VALUE}).")
    private LinkType link;

    MgidCommand(final Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        final String mgid;
        try {
            mgid = Mgid.of(address(), hexadecimal("--pkey", pkey), hexadecimal("--scope", scope), portSpace, link).toString();
        } catch (final ConfigException e) {
            throw usageError(e.getMessage());
        }
        result(new Json().put("mgid", mgid), mgid);
        return SUCCESS;
    }

    private InetAddress address() {
        try {
            if (LITERAL.matcher(group).matches()) { // never a name to be looked up
                return InetAddress.getByName(group);
            }
        } catch (final UnknownHostException ignored) {
            // said below
        }
        throw usageError("'" + group + "' is no IPv4 or IPv6 address");
    }

    private int hexadecimal(final String option, final String text) {
        final var matcher = HEXADECIMAL.matcher(text);
        if (!matcher.matches()) {
            throw usageError(option + " " + text + ": one to four hexadecimal digits");
        }
        return Integer.parseInt(matcher.group(1), 16);
    }
}
