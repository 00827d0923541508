/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.List;

/** What plots have in common: a title, a legend, an axis of values. */
final class Frame {
    static final double LEFT = 70;
    static final double RIGHT = Plot.WIDTH - 20.0;
    static final double TOP = 70;
    static final double BOTTOM = Plot.HEIGHT - 45.0;

    private static final int INK = 0x333333;
    private static final int GRID = 0xDDDDDD;
    private static final int SMALL = 11;
    private static final int LARGE = 15;
    private static final int[] COLOURS = {0x999999, 0xCCCCCC, 0x0B6E4F, 0xC8553D, 0xE9A68F, 0xF0C4B4, 0x4A6FA5, 0xB08EA2};

    private final Canvas canvas;

    Frame(final Canvas canvas, final String title, final List<String> series) {
        this.canvas = canvas;
        canvas.text(LEFT, 24, title, Canvas.Anchor.START, LARGE, INK);
        double x = LEFT;
        for (final String name : series) {
            canvas.rectangle(x, 38, 12, 12, colour(name));
            canvas.text(x + 17, 48, name, Canvas.Anchor.START, SMALL, INK);
            x += 34 + 6.8 * name.length();
        }
    }

    /** A contender has one colour everywhere. */
    static int colour(final String name) {
        return COLOURS[Math.max(0, Names.ALL.indexOf(name)) % COLOURS.length];
    }

    void horizontal(final double y, final String label) {
        canvas.lines(new double[] {LEFT, RIGHT}, new double[] {y, y}, GRID, 1);
        canvas.text(LEFT - 6, y + 4, label, Canvas.Anchor.END, SMALL, INK);
    }

    void vertical(final double x, final String label) {
        canvas.lines(new double[] {x, x}, new double[] {TOP, BOTTOM}, GRID, 1);
        below(x, label);
    }

    void below(final double x, final String label) {
        canvas.text(x, BOTTOM + 17, label, Canvas.Anchor.MIDDLE, SMALL, INK);
    }

    void axis(final String label) {
        canvas.text((LEFT + RIGHT) / 2, BOTTOM + 36, label, Canvas.Anchor.MIDDLE, SMALL, INK);
    }

    void unit(final String label) {
        canvas.text(LEFT - 6, TOP - 8, label, Canvas.Anchor.END, SMALL, INK);
    }
}
