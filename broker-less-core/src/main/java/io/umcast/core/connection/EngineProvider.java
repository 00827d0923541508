/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.connection;

import io.umcast.Connection;
import io.umcast.ConnectionConfig;
import io.umcast.config.Config;
import io.umcast.spi.ConnectionProvider;

/** Makes this engine's connections; found with {@link java.util.ServiceLoader}. */
public final class EngineProvider implements ConnectionProvider {
    @Override
    public Connection connect(final Config config, final ConnectionConfig callbacks) {
        JvmFlags.check();
        return new EngineConnection(config, callbacks);
    }
}
