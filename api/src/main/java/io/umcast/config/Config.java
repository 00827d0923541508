/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

import io.umcast.ConfigException;

/** All options of a connection, resolved and checked. Immutable. */
public final class Config {
    private final String uri;
    private final Scheme scheme;
    private final Map<Option<?>, ConfigSources.Given> given;
    private final Map<Option<?>, Object> values;

    private Config(final String uri, final Scheme scheme, final Map<Option<?>, ConfigSources.Given> given) {
        this.uri = uri;
        this.scheme = scheme;
        this.given = given;
        this.values = new HashMap<>();
        for (final Option<?> option : Options.all()) {
            final ConfigSources.Given text = given.get(option);
            values.put(option, text == null ? option.parse(option.defaultText()) : option.parse(text.text(), text.origin()));
        }
        if (isSet(Options.GROUP) && !isSet(Options.GROUPS)) {
            values.put(Options.GROUPS, 1);
        }
        ConfigRules.check(this);
    }

    /**
     * Resolves all options: those of the URI, then of the properties, then of the file that the system property
     * {@code umcast.properties} names, then system properties {@code umcast.KEY}, then defaults; the first that has a key wins.
     *
     * @param uri        {@code scheme:key=value&key=value}, the scheme udp or verbs, with {@code %XX} escapes.
     * @param properties texts by keys.
     * @return the config.
     * @throws ConfigException if the URI cannot be read, a key is unknown, comes twice or does not apply, or a value
     *                         breaks a rule.
     */
    public static Config resolve(final String uri, final Properties properties) {
        return resolve(uri, properties, System.getProperties());
    }

    static Config resolve(final String uri, final Properties properties, final Properties system) {
        final ConnectionUri parsed = ConnectionUri.parse(Objects.requireNonNull(uri, "uri"));
        return new Config(uri, parsed.scheme(), ConfigSources.gather(parsed, properties, system));
    }

    /**
     * The kind of network.
     *
     * @return the URI's scheme.
     */
    public Scheme scheme() {
        return scheme;
    }

    /**
     * The URI as given to {@link #resolve}.
     *
     * @return the URI.
     */
    public String uri() {
        return uri;
    }

    /**
     * An option's value.
     *
     * @param option one of {@link Options}.
     * @param <T>    of its value.
     * @return the value given, or the default.
     */
    @SuppressWarnings("unchecked") // the value was parsed by the same option
    public <T> T get(final Option<T> option) {
        return (T)values.get(option);
    }

    /**
     * Whether an option was given anywhere, even with the default's text.
     *
     * @param option one of {@link Options}.
     * @return false when the default holds because nothing was given.
     */
    public boolean isSet(final Option<?> option) {
        return given.containsKey(option);
    }

    /**
     * The same config with one option changed.
     *
     * @param option one of {@link Options}.
     * @param text   its value.
     * @return a new config.
     * @throws ConfigException if the option does not apply to this scheme, or the value breaks a rule.
     */
    public Config with(final Option<?> option, final String text) {
        if (!option.appliesTo(scheme)) {
            throw new ConfigException(option.key(), text, "does not apply to " + scheme + ": connections");
        }
        final Map<Option<?>, ConfigSources.Given> changed = new LinkedHashMap<>(given);
        changed.put(option, new ConfigSources.Given(text, ""));
        return new Config(uri, scheme, changed);
    }

    /**
     * An option's value as text, for people and for rules that name it.
     *
     * @param option one of {@link Options}.
     * @return the text given, or the default's.
     */
    public String text(final Option<?> option) {
        final ConfigSources.Given text = given.get(option);
        if (text != null) {
            return text.text();
        }
        return option == Options.GROUPS ? get(Options.GROUPS).toString() : option.defaultText();
    }

    @Override
    public String toString() {
        final StringBuilder builder = new StringBuilder().append(scheme).append(':');
        given.forEach((option, text) -> builder.append(builder.charAt(builder.length() - 1) == ':' ? "" : "&")
            .append(option.key()).append('=').append(text.text()));
        return builder.toString();
    }
}
