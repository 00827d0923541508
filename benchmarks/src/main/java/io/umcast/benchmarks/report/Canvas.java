/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

/** What plots are drawn on: pixels from the upper left, colours as 0xRRGGBB. */
interface Canvas {
    /** Where a text stands to its point. */
    enum Anchor {
        /** It begins there. */
        START,
        /** Its middle is there. */
        MIDDLE,
        /** It ends there. */
        END
    }

    void lines(double[] xs, double[] ys, int colour, double width);

    void rectangle(double x, double y, double width, double height, int colour);

    void text(double x, double y, String text, Anchor anchor, int size, int colour);
}
