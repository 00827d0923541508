/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.umcast.core.simulation.RepairResult;

/** Two diagrams beside each other, over the loss, a line for each number of receivers: the time to repair, and NAKs for a lost datagram. */
final class RepairPlot {
    private static final String[] COLOURS = {"#0072b2", "#009e73", "#e69f00", "#d55e00"};
    private static final int WIDTH = 380;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int TOP = 40;
    private static final double MIN_LOSS = 0.0008;
    private static final double MAX_LOSS = 0.13;

    private final List<RepairResult> results;
    private final StringBuilder svg = new StringBuilder();

    RepairPlot(final List<RepairResult> results) {
        this.results = results;
    }

    String svg() {
        final int full = 2 * (LEFT + WIDTH) + 40;
        svg.append(format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" " +
            "font-family=\"sans-serif\" font-size=\"12\">%n", full, TOP + HEIGHT + 90));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        diagram(LEFT, "repair p99, µs", 10, 10_000, result -> result.p99Ns() / 1e3);
        final double aim = results.get(0).aimNs() / 1e3;
        final double y = y(aim, 10, 10_000);
        svg.append(format("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#999\" stroke-dasharray=\"2 3\"/>%n", LEFT, y,
            LEFT + WIDTH, y));
        text(LEFT + 6, y - 4, "start", "3 round trips + backoff");
        diagram(2 * LEFT + WIDTH + 20, "NAKs per lost datagram", 0.1, 100, RepairResult::naksPerLost);
        legend();
        return svg.append("</svg>\n").toString();
    }

    private void diagram(final int left, final String title, final double low, final double high,
        final ToDoubleFunction<RepairResult> value) {
        text(left, TOP - 14, "start", title);
        for (double at = low; at <= high * 1.001; at *= 10) {
            final double y = y(at, low, high);
            svg.append(format("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>%n", left, y, left + WIDTH, y));
            text(left - 6, y + 4, "end", at < 1 ? format("%.1f", at) : format("%.0f", at));
        }
        results.stream().mapToDouble(result -> result.scenario().loss()).distinct()
            .forEach(loss -> text(left + x(loss), TOP + HEIGHT + 18, "middle", SimulationReport.percent(loss) + " %"));
        results.stream().mapToInt(result -> result.scenario().receivers()).distinct().forEach(receivers -> {
            line(left, receivers, true, low, high, value);
            line(left, receivers, false, low, high, value);
        });
    }

    private void line(final int left, final int receivers, final boolean shared, final double low, final double high,
        final ToDoubleFunction<RepairResult> value) {
        final StringBuilder points = new StringBuilder();
        results.stream()
            .filter(result -> result.scenario().receivers() == receivers && result.scenario().shared() == shared)
            .sorted(Comparator.comparingDouble(result -> result.scenario().loss()))
            .forEach(result -> points.append(format("%.1f,%.1f ", left + x(result.scenario().loss()),
                y(Math.max(low, value.applyAsDouble(result)), low, high))));
        svg.append(format("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"%s\"/>%n", colour(receivers),
            shared ? " stroke-dasharray=\"6 4\"" : "", points.toString().trim()));
    }

    private void legend() {
        double x = LEFT;
        final double y = TOP + HEIGHT + 50;
        for (final int receivers : results.stream().mapToInt(result -> result.scenario().receivers()).distinct().sorted().toArray()) {
            svg.append(format("<rect x=\"%.0f\" y=\"%.0f\" width=\"14\" height=\"4\" fill=\"%s\"/>%n", x, y - 5, colour(receivers)));
            text(x + 20, y, "start", format("%,d receiver%s", receivers, receivers == 1 ? "" : "s"));
            x += 130;
        }
        text(LEFT, y + 20, "start", "over the loss; solid: each receiver loses its own datagrams; dashed: all lose the same");
    }

    private static String colour(final int receivers) {
        return COLOURS[(int)Math.round(Math.log10(receivers)) % COLOURS.length];
    }

    private static double x(final double loss) {
        return WIDTH * Math.log(loss / MIN_LOSS) / Math.log(MAX_LOSS / MIN_LOSS);
    }

    private static double y(final double value, final double low, final double high) {
        return TOP + HEIGHT - HEIGHT * Math.log(value / low) / Math.log(high / low);
    }

    private void text(final double x, final double y, final String anchor, final String what) {
        svg.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, what));
    }

    private static String format(final String pattern, final Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
