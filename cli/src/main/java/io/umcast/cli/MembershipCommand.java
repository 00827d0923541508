/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.umcast.cli.doctor.Host;
import io.umcast.cli.doctor.ThisHost;
import io.umcast.cli.membership.InterfaceReport;
import io.umcast.cli.membership.Memberships;
import io.umcast.cli.membership.User;
import io.umcast.core.counters.CountersDirectory;
import io.umcast.core.membership.Held;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows which groups the kernel holds. */
@Command(name = "membership", description = "Shows the groups that the kernel holds on each interface, their MGIDs, and which " +
    "connections of this user they may be for, by interface and range.", sortOptions = false,
    footer = {"", "Examples:", "  umcast membership", "  umcast membership --watch", "  umcast membership --json",
        "", "Groups of ps=udp on InfiniBand are the device's alone: the kernel counts 0 memberships of them."})
final class MembershipCommand extends Reporting {
    private static final long INTERVAL_NS = 1_000_000_000L;

    @Option(names = "--watch", description = "Shows them again each second, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--directory", paramLabel = "DIR",
        description = "Where the counters files are, if the option counters names a directory.")
    private Path directory;

    private final Host host;

    MembershipCommand(final Terminal terminal) {
        this(terminal, new ThisHost());
    }

    /** Looks at another machine, as tests do. */
    MembershipCommand(final Terminal terminal, final Host host) {
        super(terminal);
        this.host = host;
    }

    @Override
    public Integer call() {
        if (watch && isJson()) {
            throw usageError("--json prints one object, --watch goes on: choose one");
        }
        if (!watch) {
            final List<InterfaceReport> reports = look();
            result(json(reports), text(reports));
            return SUCCESS;
        }
        while (!terminal().isStopping()) {
            terminal().out().println((terminal().outIsLive() ? "\033[H\033[2J" : "") + text(look()));
            final long nowNs = System.nanoTime();
            while (!terminal().isStopping() && System.nanoTime() - nowNs < INTERVAL_NS) {
                LockSupport.parkNanos(INTERVAL_NS / 20);
            }
        }
        return SUCCESS;
    }

    private List<InterfaceReport> look() {
        final Path counters = directory == null ? CountersDirectory.byDefault() : directory;
        return Memberships.look(host, User.running(counters), ByteOrder.nativeOrder());
    }

    private static String text(final List<InterfaceReport> reports) {
        final StringBuilder text = new StringBuilder();
        for (final InterfaceReport report : reports) {
            text.append(text.isEmpty() ? "" : "\n").append(report.name()).append(report.up() ? "" : ", down")
                .append(report.version().isEmpty() ? "" : ", IGMP " + report.version())
                .append(report.umcast().isEmpty() ? "" : ", umcast " + report.umcast())
                .append(report.rdma().isEmpty() ? "" : ", " + report.rdma()).append('\n');
            report.groups().forEach(row -> text.append(String.format(Locale.ROOT, "  %-39s %-39s %5d  %-9s %s%n", orDash(row.group()),
                orDash(row.mgid()), row.users(), orDash(row.ipoib()), holders(row))));
            report.idle().forEach(user -> text.append("  holds none: ").append(name(user)).append('\n'));
            text.append("  ").append(report.warning() ? "warning: " : "ok: ").append(report.verdict()).append('\n');
            if (!report.fix().isEmpty()) {
                text.append("  fix: ").append(report.fix()).append('\n');
            }
        }
        return text.isEmpty() ? "no network interface" : text.substring(0, text.length() - 1);
    }

    private static String orDash(final String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String holders(final InterfaceReport.Row row) {
        if (row.holders().isEmpty()) {
            return row.kernel() ? "the kernel" : row.users() > 0 ? "another program" : "IPoIB";
        }
        return row.holders().stream().map(user -> name(user) + state(user, row)).collect(Collectors.joining("; "));
    }

    /** How far it is, unless all is well. */
    private static String state(final User user, final InterfaceReport.Row row) {
        final List<Held> held = user.held() == null ? List.of() : user.held();
        return held.stream().filter(one -> one.group().getHostAddress().equals(row.group()) && !one.state().equals("member"))
            .map(one -> " (" + one.state() + ")").findFirst().orElse("");
    }

    private static String name(final User user) {
        return "process " + user.pid() + " " + user.uri();
    }

    private static Json json(final List<InterfaceReport> reports) {
        return new Json().put("interfaces", reports.stream().map(MembershipCommand::json).toList());
    }

    private static Json json(final InterfaceReport report) {
        final List<Json> groups = report.groups().stream().map(row -> new Json().put("group", row.group()).put("mgid", row.mgid())
            .put("users", row.users()).put("kernel", row.kernel()).put("ipoib", row.ipoib())
            .put("holders", row.holders().stream().map(MembershipCommand::json).toList())).toList();
        return new Json().put("interface", report.name()).put("up", report.up()).put("igmp", report.version())
            .put("umcast", report.umcast()).put("rdma", report.rdma()).put("groups", groups)
            .put("idle", report.idle().stream().map(MembershipCommand::json).toList())
            .put("warning", report.warning()).put("verdict", report.verdict()).put("fix", report.fix());
    }

    private static Json json(final User user) {
        final List<Held> held = user.held() == null ? List.of() : user.held();
        return new Json().put("pid", user.pid()).put("uri", user.uri()).put("memberships", held.stream().map(one ->
            new Json().put("interface", one.networkInterface()).put("group", one.group().getHostAddress()).put("source", one.source())
                .put("ps", one.portSpace()).put("state", one.state())).toList());
    }
}
