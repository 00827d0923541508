/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

import java.util.Objects;
import java.util.Properties;

import org.agrona.ErrorHandler;

/** What a connection takes besides its URI: callbacks, and options as properties (the URI's win over these). Immutable. */
public final class ConnectionConfig {
    private static final System.Logger LOGGER = System.getLogger("io.umcast");

    private final Properties properties;
    private final ErrorHandler errorHandler;
    private final ConnectionListener listener;

    private ConnectionConfig(final Properties properties, final ErrorHandler errorHandler, final ConnectionListener listener) {
        this.properties = properties;
        this.errorHandler = errorHandler;
        this.listener = listener;
    }

    /**
     * No properties, no listener, and errors logged as warnings to the {@link System.Logger} {@code io.umcast}.
     *
     * @return the defaults.
     */
    public static ConnectionConfig defaults() {
        return new ConnectionConfig(new Properties(),
            error -> LOGGER.log(System.Logger.Level.WARNING, "umcast: " + error.getMessage(), error), new ConnectionListener() { });
    }

    /**
     * The same with options, by the keys of {@code docs/configuration.md}.
     *
     * @param values such as {@code mtu=8k}; copied.
     * @return a new config.
     */
    public ConnectionConfig properties(final Properties values) {
        final Properties copy = new Properties();
        values.stringPropertyNames().forEach(name -> copy.setProperty(name, values.getProperty(name)));
        return new ConnectionConfig(copy, errorHandler, listener);
    }

    /**
     * The same with another error handler.
     *
     * @param value told what goes wrong in duty cycles, and what handlers throw; must not block.
     * @return a new config.
     */
    public ConnectionConfig errorHandler(final ErrorHandler value) {
        return new ConnectionConfig(properties, Objects.requireNonNull(value, "errorHandler"), listener);
    }

    /**
     * The same with another listener.
     *
     * @param value told of images, losses and receivers.
     * @return a new config.
     */
    public ConnectionConfig listener(final ConnectionListener value) {
        return new ConnectionConfig(properties, errorHandler, Objects.requireNonNull(value, "listener"));
    }

    /**
     * Options by their keys.
     *
     * @return a copy.
     */
    public Properties properties() {
        final Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    /**
     * The error handler.
     *
     * @return it.
     */
    public ErrorHandler errorHandler() {
        return errorHandler;
    }

    /**
     * The listener.
     *
     * @return it.
     */
    public ConnectionListener listener() {
        return listener;
    }
}
