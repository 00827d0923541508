/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.util.List;
import java.util.Locale;

import io.umcast.cli.doctor.Checks;
import io.umcast.cli.doctor.Finding;
import io.umcast.cli.doctor.Finding.Status;
import io.umcast.cli.doctor.Host;
import io.umcast.cli.doctor.ThisHost;
import picocli.CommandLine.Command;

/** Looks whether this machine is fit for umcast. */
@Command(name = "doctor", description = "Looks whether this machine is fit, and says what to do where it is not.", sortOptions = false,
    footer = {"", "Exit status 0 unless there are errors; warnings are no errors."})
final class Doctor extends Reporting {
    private final Host host;

    Doctor(final Terminal terminal) {
        this(terminal, new ThisHost());
    }

    /** Looks at another machine, as tests do. */
    Doctor(final Terminal terminal, final Host host) {
        super(terminal);
        this.host = host;
    }

    @Override
    public Integer call() {
        final List<Finding> findings = Checks.look(host);
        final List<Json> checks = findings.stream().map(finding -> new Json().put("check", finding.check())
            .put("status", word(finding.status())).put("message", finding.message()).put("fix", finding.fix())).toList();
        result(new Json().put("checks", checks).put("ok", count(findings, Status.OK)).put("warnings", count(findings, Status.WARNING))
            .put("errors", count(findings, Status.ERROR)), text(findings));
        return count(findings, Status.ERROR) == 0 ? SUCCESS : FAILURE;
    }

    private static long count(final List<Finding> findings, final Status status) {
        return findings.stream().filter(finding -> finding.status() == status).count();
    }

    private static String word(final Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private String text(final List<Finding> findings) {
        final StringBuilder text = new StringBuilder();
        for (final Finding finding : findings) {
            text.append(colored(finding.status(), String.format(Locale.ROOT, "%-8s", word(finding.status()))))
                .append(String.format(Locale.ROOT, "%-18s %s%n", finding.check(), finding.message()));
            if (!finding.fix().isEmpty()) {
                text.append(" ".repeat(27)).append("fix: ").append(finding.fix()).append('\n');
            }
        }
        final long warnings = count(findings, Status.WARNING);
        final long errors = count(findings, Status.ERROR);
        return text.append(warnings + errors == 0 ? "all is well" :
            Text.count(warnings, "warning") + ", " + Text.count(errors, "error")).toString();
    }

    private String colored(final Status status, final String text) {
        if (!terminal().outIsLive()) {
            return text;
        }
        return "\033[" + (status == Status.OK ? "32" : status == Status.WARNING ? "33" : "31") + "m" + text + "\033[0m";
    }
}
