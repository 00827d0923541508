/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.transport.verbs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A fake /sys below a directory, laid out as the kernel's is. */
final class FakeSys {
    private final Path root;

    FakeSys(final Path root) {
        this.root = root;
    }

    /** An InfiniBand port whose GID 0 is fe80::guid, other entries of the table being unused. */
    FakeSys infiniBandPort(final String device, final int port, final String guid) {
        final String directory = port(device, port, "InfiniBand");
        return file(directory + "/gids/0", "fe80:0000:0000:0000:" + guid)
            .file(directory + "/gids/1", "0000:0000:0000:0000:0000:0000:0000:0000")
            .file(directory + "/gid_attrs/types/0", "IB/RoCE v1");
    }

    /** An IPoIB interface on the port with that GUID. */
    FakeSys ipoib(final String name, final String guid, final String pkey, final String scopeDigit, final int mtu) {
        final String directory = "sys/class/net/" + name;
        return file(directory + "/type", "32").file(directory + "/mtu", Integer.toString(mtu)).file(directory + "/mode", "datagram")
            .file(directory + "/address", "80:00:02:08:fe:80:00:00:00:00:00:00:" + guid.replace(":", "").replaceAll("(..)(?!$)", "$1:"))
            .file(directory + "/broadcast", "00:ff:ff:ff:ff:1" + scopeDigit + ":40:1b:" + pkey.substring(0, 2) + ":" + pkey.substring(2) +
                ":00:00:00:00:00:00:ff:ff:ff:ff");
    }

    /** A RoCE port with GIDs of the types given, each of the interface. */
    FakeSys rocePort(final String device, final int port, final String networkInterface, final String... types) {
        final String directory = port(device, port, "Ethernet");
        for (int i = 0; i < types.length; i++) {
            file(directory + "/gid_attrs/types/" + i, types[i]).file(directory + "/gid_attrs/ndevs/" + i, networkInterface);
        }
        return this;
    }

    FakeSys ethernet(final String name, final int mtu) {
        return file("sys/class/net/" + name + "/type", "1").file("sys/class/net/" + name + "/mtu", Integer.toString(mtu));
    }

    private String port(final String device, final int port, final String linkLayer) {
        final String directory = "sys/class/infiniband/" + device + "/ports/" + port;
        file(directory + "/state", "4: ACTIVE").file(directory + "/link_layer", linkLayer);
        return directory;
    }

    FakeSys file(final String path, final String text) {
        try {
            final Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text + "\n");
            return this;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
