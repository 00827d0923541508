/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

import io.umcast.ConfigException;
import io.umcast.config.Options;
import io.umcast.config.UmcastPolicy;

/**
 * Applies {@link Options#UMCAST} to an IPoIB interface. The kernel's {@code ipoib_mcast_restart_task} leaves a group to user space only if
 * {@code /sys/class/net/IF/umcast} is 1 when the group is joined there, so this comes before the first join.
 */
public final class UmcastFlag implements AutoCloseable {
    private static final UmcastFlag NONE = new UmcastFlag(null);

    private final UmcastRecord record;
    private boolean closed;

    private UmcastFlag(final UmcastRecord record) {
        this.record = record;
    }

    /**
     * Does what the policy says.
     *
     * @param policy           what to do when the attribute is not 1.
     * @param networkInterface the IPoIB interface's name, such as ib0 or ib0.8001.
     * @param root             the directory that stands for /.
     * @param warning          takes the warning of {@link UmcastPolicy#WARN}.
     * @return to be closed after the last group is left: the last user of {@link UmcastPolicy#SET} on the host restores the attribute.
     * @throws ConfigException if {@link UmcastPolicy#REQUIRE} finds another value than 1, or {@link UmcastPolicy#SET} cannot write.
     */
    public static UmcastFlag apply(final UmcastPolicy policy, final String networkInterface, final Path root,
        final Consumer<String> warning) {
        if (policy == UmcastPolicy.IGNORE) {
            return NONE;
        }
        final String library = Preloaded.look(root);
        if (!library.isEmpty()) {
            final String found = library + " is loaded: it takes IP_ADD_MEMBERSHIP into its own hands, and the kernel may not announce the " +
                "groups of ps=ipoib; start this program without it (LD_PRELOAD)";
            if (policy == UmcastPolicy.REQUIRE) {
                throw refuse(policy, found);
            }
            warning.accept(found);
        }
        final Path attribute = root.resolve("sys/class/net").resolve(networkInterface).resolve("umcast");
        try {
            if (policy == UmcastPolicy.SET) {
                return new UmcastFlag(UmcastRecord.use(root, networkInterface, attribute));
            }
            final String value = read(attribute);
            if (!value.equals("1")) {
                final String found = attribute + " is " + value + ": the kernel hears the groups of ps=ipoib, too; as root: echo 1 > " +
                    attribute;
                if (policy == UmcastPolicy.REQUIRE) {
                    throw refuse(policy, found);
                }
                warning.accept(found);
            }
            return NONE;
        } catch (final IOException e) {
            final String reason = reason(networkInterface, attribute, e);
            if (policy == UmcastPolicy.WARN) {
                warning.accept("umcast=warn " + reason);
                return NONE;
            }
            throw refuse(policy, reason);
        }
    }

    /** The kernel gives the attribute to interfaces of its own and to children made by sysfs ({@code __ipoib_vlan_add}). */
    private static String reason(final String networkInterface, final Path attribute, final IOException e) {
        return Files.exists(attribute) || !Files.isDirectory(attribute.getParent()) ?
            "cannot be done on " + networkInterface + ": " + e + " (set needs root; or as root: echo 1 > " + attribute + ")" :
            "cannot be done: " + networkInterface + " has no umcast attribute, as children made by ip link; make it by" +
                " /sys/class/net/PARENT/create_child, or as root: ip link set " + networkInterface + " type ipoib umcast 1, and umcast=ignore";
    }

    private static ConfigException refuse(final UmcastPolicy policy, final String reason) {
        return new ConfigException(Options.UMCAST.key(), policy.name().toLowerCase(Locale.ROOT), reason);
    }

    static String read(final Path attribute) throws IOException {
        return Files.readString(attribute, StandardCharsets.US_ASCII).strip();
    }

    /** Ends this use; again, it does nothing. What cannot be restored now is left to the next last user. */
    @Override
    public synchronized void close() {
        if (record != null && !closed) {
            closed = true;
            record.release();
        }
    }
}
