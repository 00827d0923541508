/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** What umcast is measured beside, with the same arguments and the same output as its own command line tool. */
package io.umcast.benchmarks.peers;
