/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.List;

/** Room for counters files. */
final class SharedMemoryCheck implements Check {
    private static final String NAME = "/dev/shm";
    private static final long FILE = 2L << 20;
    private static final long COMFORTABLE = 32L << 20;

    @Override
    public List<Finding> look(final Host host) {
        final Host.Space space = host.space(NAME);
        if (space == null) {
            return List.of(Finding.warning(NAME, "there is none: counters go to the directory of temporary files",
                "mount -t tmpfs -o mode=1777 tmpfs /dev/shm"));
        }
        final String message = mebibytes(space.free()) + " free of " + mebibytes(space.total());
        if (space.free() < FILE) {
            return List.of(Finding.error(NAME, message + ": no room for a connection's counters",
                "remove what fills it (ls -l /dev/shm), or mount -o remount,size=64m /dev/shm, or give counters=DIRECTORY"));
        }
        return List.of(space.free() < COMFORTABLE ?
            Finding.warning(NAME, message + ": each connection takes 2 MiB",
                "mount -o remount,size=64m /dev/shm (docker: --shm-size=64m)") :
            Finding.ok(NAME, message));
    }

    private static String mebibytes(final long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
