/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** What was measured, kept as JSON and histogram logs, and shown: tables, ratios, plots, one page of HTML. */
package io.umcast.benchmarks.report;
