/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;

/** A picture of results. */
interface Plot {
    /** In pixels. */
    int WIDTH = 760;
    /** In pixels. */
    int HEIGHT = 380;

    void draw(Canvas canvas);

    /** For a page of HTML. */
    default String svg() {
        final SvgCanvas canvas = new SvgCanvas(WIDTH, HEIGHT);
        draw(canvas);
        return canvas.svg();
    }

    /** For what shows no SVG. */
    default void save(final Path file) throws IOException {
        final PngCanvas canvas = new PngCanvas(WIDTH, HEIGHT);
        draw(canvas);
        canvas.save(file);
    }
}
