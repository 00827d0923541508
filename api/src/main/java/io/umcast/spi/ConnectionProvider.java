/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.spi;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.config.Config;

/** What an engine implements and names in {@code META-INF/services}. */
public interface ConnectionProvider {
    /**
     * Opens a connection.
     *
     * @param config    all options, resolved and checked one by one.
     * @param callbacks the error handler and the listener.
     * @return the connection.
     */
    Connection connect(Config config, ConnectionConfig callbacks);
}
