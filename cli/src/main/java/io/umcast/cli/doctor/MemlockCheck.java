/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory this process may lock: verbs register theirs. */
final class MemlockCheck implements Check {
    private static final String NAME = "memlock";
    private static final Pattern LINE = Pattern.compile("(?m)^Max locked memory +(\\S+) ");
    private static final long WANTED = 64L << 20;

    @Override
    public List<Finding> look(final Host host) {
        final Matcher matcher = LINE.matcher(host.read("/proc/self/limits"));
        if (!matcher.find()) {
            return List.of(Finding.warning(NAME, "the limit cannot be read", "look with: ulimit -l"));
        }
        final String limit = matcher.group(1);
        final boolean enough = !limit.matches("[0-9]{1,18}") || Long.parseLong(limit) >= WANTED;
        if (enough) {
            return List.of(Finding.ok(NAME, limit.equals("unlimited") ? limit : limit + " bytes"));
        }
        return List.of(host.hasRdma() ?
            Finding.warning(NAME, limit + " bytes: verbs connections register a few dozen MiB each",
                "ulimit -l unlimited, for good: echo '* - memlock unlimited' > /etc/security/limits.d/umcast.conf") :
            Finding.ok(NAME, limit + " bytes: little, but only verbs needs more"));
    }
}
