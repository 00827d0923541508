/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** Measures the engine: small parts with JMH, the whole end to end beside plain C and Aeron. */
package io.umcast.benchmarks;
