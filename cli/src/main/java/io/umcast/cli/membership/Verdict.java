/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.membership;

import java.util.List;

/** What the memberships of an interface come to: the gravest thing that is wrong, or a summary. */
final class Verdict {
    private final boolean warning;
    private final String text;
    private final String fix;

    Verdict(final String name, final boolean up, final String umcast, final List<InterfaceReport.Row> rows, final List<User> here) {
        final List<InterfaceReport.Row> wanted = rows.stream().filter(row -> row.users() > 0 && !row.kernel()).toList();
        final long ours = wanted.stream().filter(row -> !row.holders().isEmpty()).count();
        final long pending = rows.stream().filter(row -> row.ipoib().equals("pending")).count();
        final boolean shared = here.stream().anyMatch(User::ipoib) && umcast.equals("0");
        final long lost = here.stream().filter(user -> user.held() != null).flatMap(user -> user.held().stream())
            .filter(held -> held.networkInterface().equals(name) && (held.state().equals("lost") || held.state().equals("backing off"))).count();
        warning = !up && !here.isEmpty() || pending > 0 || lost > 0 || shared;
        if (!up && !here.isEmpty()) {
            text = "is down: connections by it hear nothing";
            fix = "ip link set " + name + " up";
        } else if (pending > 0) {
            text = groups(pending) + " waiting for the subnet manager's answer to the join";
            fix = "does a subnet manager run? sminfo";
        } else if (lost > 0) {
            text = groups(lost) + " of umcast connections lost, being joined again";
            fix = "if it lasts: is the port up, does a subnet manager run? rdma link show, sminfo";
        } else if (shared) {
            text = "the kernel hears the groups of ps=ipoib, too";
            fix = "echo 1 > /sys/class/net/" + name + "/umcast";
        } else {
            text = wanted.isEmpty() ? "no group but the kernel's own" :
                groups(wanted.size()) + " for programs, " + ours + " of umcast connections, " + (wanted.size() - ours) + " of others";
            fix = "";
        }
    }

    private static String groups(final long count) {
        return count + (count == 1 ? " group" : " groups");
    }

    boolean isWarning() {
        return warning;
    }

    String text() {
        return text;
    }

    String fix() {
        return fix;
    }
}
