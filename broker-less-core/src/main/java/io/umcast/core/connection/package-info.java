/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** A connection: makes sessions from a config, keeps the conductor that stands in for them, and shows their counters. */
package io.umcast.core.connection;
