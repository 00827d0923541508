/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** Runs the simulation of repair over many receivers and losses, for the table and the plot of the documentation. */
package io.umcast.benchmarks.simulation;
