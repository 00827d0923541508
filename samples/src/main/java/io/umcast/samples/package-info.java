/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** Small complete programs, each with a main of its own: start one with {@code bin/sample NAME}. */
package io.umcast.samples;
