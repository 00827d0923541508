/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.List;
import java.util.Map;

/** Bars of medians with their spreads, grouped by setting, one of each group for each contender. */
final class BarPlot implements Plot {
    private static final double FILLED = 0.8;
    private static final int STEPS = 5;
    private static final int SPREAD = 0x333333;

    private final String title;
    private final String unit;
    private final List<String> groups;
    private final Map<String, List<Spread>> bars;

    /**
     * A plot.
     *
     * @param groups labels below the groups.
     * @param bars   a value for each group, by contender.
     */
    BarPlot(final String title, final String unit, final List<String> groups, final Map<String, List<Spread>> bars) {
        this.title = title;
        this.unit = unit;
        this.groups = groups;
        this.bars = bars;
    }

    @Override
    public void draw(final Canvas canvas) {
        final Frame frame = new Frame(canvas, title, List.copyOf(bars.keySet()));
        final double most =
            bars.values().stream().flatMap(List::stream).filter(Spread::isMeasured).mapToDouble(Spread::most).max().orElse(1);
        final double step = step(most / STEPS);
        final double top = step * Math.ceil(most / step);
        for (double value = 0; value <= top + step / 2; value += step) {
            frame.horizontal(y(value, top), Spread.number(value).replaceAll("\\.0+$", ""));
        }
        frame.unit(unit);
        final double group = (Frame.RIGHT - Frame.LEFT) / groups.size();
        final double bar = group * FILLED / bars.size();
        for (int i = 0; i < groups.size(); i++) {
            final double begin = Frame.LEFT + group * i + group * (1 - FILLED) / 2;
            frame.below(begin + group * FILLED / 2, groups.get(i));
            int k = 0;
            for (final Map.Entry<String, List<Spread>> series : bars.entrySet()) {
                bar(canvas, begin + bar * k++, bar, series.getValue().get(i), top, Frame.colour(series.getKey()));
            }
        }
    }

    private static void bar(final Canvas canvas, final double x, final double width, final Spread value, final double top,
        final int colour) {
        if (value.isMeasured()) {
            canvas.rectangle(x, y(value.median(), top), width * 0.92, Frame.BOTTOM - y(value.median(), top), colour);
            final double middle = x + width * 0.46;
            canvas.lines(new double[] {middle, middle}, new double[] {y(value.least(), top), y(value.most(), top)}, SPREAD, 1.5);
        }
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double step(final double rough) {
        final double power = Math.pow(10, Math.floor(Math.log10(Math.max(1e-9, rough))));
        final double digit = rough / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    private static double y(final double value, final double top) {
        return Frame.BOTTOM - (Frame.BOTTOM - Frame.TOP) * value / top;
    }
}
