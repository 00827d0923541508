/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/** Times by percentile, both logarithmic: a step to the right is a tenth of the messages. */
final class PercentilePlot implements Plot {
    private static final List<String> PERCENTILES = List.of("0", "90", "99", "99.9", "99.99", "99.999");
    private static final double NINES = PERCENTILES.size() - 1;
    private static final int POINTS = 300;
    private static final double LINE = 2;
    private static final double US = 1e3;

    private final String title;
    private final Map<String, Histogram> lines;

    PercentilePlot(final String title, final Map<String, Histogram> lines) {
        this.title = title;
        this.lines = lines;
    }

    @Override
    public void draw(final Canvas canvas) {
        final Frame frame = new Frame(canvas, title, List.copyOf(lines.keySet()));
        final double least = lines.values().stream().mapToDouble(histogram -> (double)histogram.getMinNonZeroValue()).min().orElse(US);
        final double most =
            lines.values().stream().mapToDouble(histogram -> (double)histogram.getValueAtPercentile(99.999)).max().orElse(US);
        final double from = Math.floor(Math.log10(Math.max(1, least)));
        final double to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(10, most))));
        for (double decade = from; decade <= to; decade++) {
            frame.horizontal(y(decade, from, to), Spread.number(Math.pow(10, decade) / US).replaceAll("\\.0+$", ""));
        }
        for (int i = 0; i <= NINES; i++) {
            frame.vertical(x(i), PERCENTILES.get(i));
        }
        frame.unit("µs");
        frame.axis("percentile");
        lines.forEach((name, histogram) -> line(canvas, name, histogram, from, to));
    }

    private static void line(final Canvas canvas, final String name, final Histogram histogram, final double from, final double to) {
        // beyond the last recorded value there is nothing to show
        final double shown = Math.min(NINES, Math.log10(Math.max(1.0, (double)histogram.getTotalCount())));
        final double[] xs = new double[POINTS + 1];
        final double[] ys = new double[POINTS + 1];
        for (int i = 0; i <= POINTS; i++) {
            final double nines = shown * i / POINTS;
            final double value = (double)histogram.getValueAtPercentile(100 * (1 - Math.pow(10, -nines)));
            xs[i] = x(nines);
            ys[i] = y(Math.log10(Math.max(1, value)), from, to);
        }
        canvas.lines(xs, ys, Frame.colour(name), LINE);
    }

    private static double x(final double nines) {
        return Frame.LEFT + (Frame.RIGHT - Frame.LEFT) * nines / NINES;
    }

    private static double y(final double decade, final double from, final double to) {
        return Frame.BOTTOM - (Frame.BOTTOM - Frame.TOP) * (Math.min(to, Math.max(from, decade)) - from) / (to - from);
    }
}
