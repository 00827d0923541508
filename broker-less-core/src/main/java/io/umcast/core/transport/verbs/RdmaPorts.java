/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport.verbs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.umcast.config.Config;
import io.umcast.core.group.LinkType;

/**
 * Which RDMA port a network interface belongs to, as the kernel's rdma_cm finds it ({@code cma_acquire_dev_by_src_ip} of
 * drivers/infiniband/core/cma.c): an IPoIB interface's hardware address ends in a GID of its port; of RoCE, a GID's entry names the
 * interface. Read from /sys, nothing is opened.
 */
public final class RdmaPorts {
    private static final String DEVICES = "sys/class/infiniband";
    private static final String INTERFACES = "sys/class/net";
    private static final String INFINIBAND = "InfiniBand";
    private static final String ARPHRD_INFINIBAND = "32";
    /** Bytes of an IPoIB hardware address, written as aa:bb:..: 4 of flags and queue pair number, 16 of GID. */
    private static final int HARDWARE_BYTES = 20;
    private static final int GID_OFFSET = 4;
    private static final int SCOPE_OFFSET = 5;
    private static final int PKEY_OFFSET = 8;
    private static final int FULL_MEMBER = 0x8000;
    /**
     * A GID table has up to 1,024 entries, nearly all unused, and each is a file. The kernel takes the first that is free (find_gid of
     * drivers/infiniband/core/cache.c), so that behind so many unused ones nothing is to be expected.
     */
    private static final int MOST_UNUSED = 128;

    private final Path root;

    /**
     * Reads another machine's files, as tests do.
     *
     * @param root the directory that stands for /.
     */
    public RdmaPorts(final Path root) {
        this.root = root;
    }

    /** A port without an interface. */
    private record Port(String device, int number, String state, boolean infiniBand) {
    }

    /**
     * All interfaces by which an RDMA port can be used.
     *
     * @return in order of devices, ports and interfaces; an interface may come once for each port.
     */
    public List<RdmaPort> all() {
        final List<RdmaPort> found = new ArrayList<>();
        for (final Port port : ports()) {
            for (final String name : port.infiniBand() ? ipoibOf(port) : ethernetOf(port)) {
                found.add(describe(port, name));
            }
        }
        return found;
    }

    /** By which ports an interface can be used; none if it belongs to no RDMA device. Reads no more than that takes: sessions open by it. */
    private List<RdmaPort> of(final String name) {
        return ports().stream().filter(port -> port.infiniBand() ? isIpoibOf(port, name) : isEthernetOf(port, name))
            .map(port -> describe(port, name)).toList();
    }

    /**
     * The port that a connection's options mean.
     *
     * @param config           of a verbs connection.
     * @param networkInterface the interface that the option {@code interface} means, by name; null when it was not given.
     * @return the port.
     * @throws io.umcast.ConfigException if there is none, or more than one, or it is not as asked for; says what there is.
     */
    public RdmaPort choose(final Config config, final String networkInterface) {
        final List<RdmaPort> asked = networkInterface == null ? List.of() : of(networkInterface);
        return RdmaPortChoice.of(config, networkInterface, asked.isEmpty() ? all() : asked);
    }

    /**
     * The names of all RDMA devices.
     *
     * @return sorted; none if the kernel has no RDMA.
     */
    public List<String> devices() {
        return list(DEVICES);
    }

    private List<Port> ports() {
        final List<Port> ports = new ArrayList<>();
        for (final String device : devices()) {
            for (final String number : list(DEVICES + "/" + device + "/ports")) {
                if (number.matches("[0-9]{1,3}")) {
                    final String directory = directory(device, Integer.parseInt(number));
                    ports.add(new Port(device, Integer.parseInt(number), read(directory + "/state").replaceFirst("^[0-9]+: *", ""),
                        read(directory + "/link_layer").equals(INFINIBAND)));
                }
            }
        }
        return ports;
    }

    private static String directory(final String device, final int port) {
        return DEVICES + "/" + device + "/ports/" + port;
    }

    private List<String> ipoibOf(final Port port) {
        return list(INTERFACES).stream().filter(name -> isIpoibOf(port, name)).toList();
    }

    private boolean isIpoibOf(final Port port, final String name) {
        return read(INTERFACES + "/" + name + "/type").equals(ARPHRD_INFINIBAND) && gids(port).contains(gidOf(name));
    }

    private List<String> ethernetOf(final Port port) {
        return table(devicesOf(port), name -> false).stream().filter(this::isHere).distinct().sorted().toList();
    }

    private boolean isEthernetOf(final Port port, final String name) {
        return isHere(name) && table(devicesOf(port), name::equals).contains(name);
    }

    /** The interfaces that a port's GIDs name. */
    private static String devicesOf(final Port port) {
        return directory(port.device(), port.number()) + "/gid_attrs/ndevs";
    }

    /** Whether an interface is of this network namespace. */
    private boolean isHere(final String name) {
        return Files.isDirectory(root.resolve(INTERFACES).resolve(name));
    }

    private List<String> gids(final Port port) {
        final String directory = directory(port.device(), port.number()) + "/gids";
        return list(directory).stream().map(index -> read(directory + "/" + index).replace(":", "")).toList();
    }

    private String gidOf(final String networkInterface) {
        final String address = hardware(networkInterface, "address");
        return address.isEmpty() ? "none" : address.substring(2 * GID_OFFSET);
    }

    /** A hardware address of IPoIB as 40 hexadecimal digits; empty if it is none. */
    private String hardware(final String networkInterface, final String attribute) {
        final String text = read(INTERFACES + "/" + networkInterface + "/" + attribute).replace(":", "").toLowerCase(Locale.ROOT);
        return text.matches("[0-9a-f]{" + 2 * HARDWARE_BYTES + "}") ? text : "";
    }

    private RdmaPort describe(final Port port, final String name) {
        final String directory = INTERFACES + "/" + name;
        final String broadcast = port.infiniBand() ? hardware(name, "broadcast") : "";
        final int pkey = broadcast.isEmpty() ? 0 :
            Integer.parseInt(broadcast.substring(2 * PKEY_OFFSET, 2 * PKEY_OFFSET + 4), 16) | FULL_MEMBER;
        final int scope = broadcast.isEmpty() ? 0 : Character.digit(broadcast.charAt(2 * SCOPE_OFFSET + 1), 16);
        final String mtu = read(directory + "/mtu");
        return new RdmaPort(port.device(), port.number(), link(port), port.state(), name,
            mtu.matches("[0-9]{1,7}") ? Integer.parseInt(mtu) : 0, read(directory + "/mode").equals("connected"), pkey, scope);
    }

    /**
     * What the rdma_cm takes: what /sys/kernel/config says if somebody has asked for it there, else RoCE v2 where the port has a GID of
     * it ({@code cma_add_one}).
     */
    private LinkType link(final Port port) {
        if (port.infiniBand()) {
            return LinkType.IB;
        }
        final String asked = read("sys/kernel/config/rdma_cm/" + port.device() + "/ports/" + port.number() + "/default_roce_mode");
        if (!asked.isEmpty()) {
            return asked.contains("v2") ? LinkType.ROCE2 : LinkType.ROCE1;
        }
        final String types = directory(port.device(), port.number()) + "/gid_attrs/types";
        final Predicate<String> isV2 = type -> type.contains("v2");
        final List<String> known = table(types, isV2);
        return known.isEmpty() || known.stream().anyMatch(isV2) ? LinkType.ROCE2 : LinkType.ROCE1;
    }

    /** A GID table's entries that are in use, up to the first that is enough. */
    private List<String> table(final String directory, final Predicate<String> enough) {
        final List<String> used = new ArrayList<>();
        int unused = 0;
        for (int i = 0; unused < MOST_UNUSED; i++) {
            final String entry = read(directory + "/" + i);
            if (entry.isEmpty()) {
                unused++;
            } else {
                unused = 0;
                used.add(entry);
                if (enough.test(entry)) {
                    return used;
                }
            }
        }
        return used;
    }

    /** Empty, too, for the many entries of GID tables that the kernel refuses to read, since they are not in use. */
    private String read(final String path) {
        try {
            return Files.readString(root.resolve(path), StandardCharsets.US_ASCII).strip();
        } catch (final IOException e) {
            return "";
        }
    }

    private List<String> list(final String path) {
        final List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(path))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (final IOException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }
}
