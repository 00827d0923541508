/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.util.ServiceLoader;

import io.umcast.config.Config;
import io.umcast.spi.ConnectionProvider;

/** The way in: {@code Umcast.connect("udp:interface=lo")}. */
public final class Umcast {
    private Umcast() {
    }

    /**
     * Opens a connection with the default config.
     *
     * @param uri such as {@code udp:interface=lo}; the grammar and all options are in {@code docs/configuration.md}.
     * @return the connection.
     * @throws ConfigException   if the URI cannot be used.
     * @throws EndpointException if the machine refuses something.
     */
    public static Connection connect(final String uri) {
        return connect(uri, ConnectionConfig.defaults());
    }

    /**
     * Opens a connection. Options come from the URI, then the config's properties, then the file that the system property
     * {@code umcast.properties} names, then system properties {@code umcast.KEY}; the first that has a key wins.
     *
     * @param uri    such as {@code udp:interface=lo}.
     * @param config callbacks and further options.
     * @return the connection.
     * @throws ConfigException   if the URI or an option cannot be used.
     * @throws EndpointException if the machine refuses something.
     */
    public static Connection connect(final String uri, final ConnectionConfig config) {
        final Config resolved = Config.resolve(uri, config.properties());
        final ConnectionProvider provider = ServiceLoader.load(ConnectionProvider.class, Umcast.class.getClassLoader()).findFirst()
            .orElseThrow(() -> new UmcastException("no umcast engine on the class path: add io.umcast:umcast-core"));
        return provider.connect(resolved, config);
    }
}
