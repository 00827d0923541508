/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.util.Locale;

/** Draws SVG, to stand in a page of HTML. */
final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(final int width, final int height) {
        svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" " +
            "height=\"%d\" font-family=\"sans-serif\">%n", width, height, width, height));
    }

    @Override
    public void lines(final double[] xs, final double[] ys, final int colour, final double width) {
        svg.append("<polyline fill=\"none\" points=\"");
        for (int i = 0; i < xs.length; i++) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", xs[i], ys[i]));
        }
        svg.append(String.format(Locale.ROOT, "\" stroke=\"#%06x\" stroke-width=\"%.1f\"/>%n", colour, width));
    }

    @Override
    public void rectangle(final double x, final double y, final double width, final double height, final int colour) {
        svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#%06x\"/>%n", x, y, width,
            height, colour));
    }

    @Override
    public void text(final double x, final double y, final String text, final Anchor anchor, final int size, final int colour) {
        svg.append(String.format(Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" fill=\"#%06x\">%s</text>%n", x, y,
            anchor.name().toLowerCase(Locale.ROOT), size, colour, HtmlReport.escape(text)));
    }

    /** All that was drawn. */
    String svg() {
        return svg + "</svg>\n";
    }
}
