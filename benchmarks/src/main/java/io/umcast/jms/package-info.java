/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** Benchmarks of parts of the JMS provider that are its own: they live in its package. */
package io.umcast.jms;
