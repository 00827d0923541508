/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

/** A URI, an option or a name that cannot be used: names the key, the value and the rule that it breaks. */
public final class ConfigException extends UmcastException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String value;

    /**
     * A refused value.
     *
     * @param key    the option, or the part of a URI.
     * @param value  the value as given; null when it is missing.
     * @param reason the rule that it breaks and, where there is one, the way out.
     */
    public ConfigException(final String key, final String value, final String reason) {
        super(key + (value == null ? "" : "=" + value) + ": " + reason);
        this.key = key;
        this.value = value;
    }

    /**
     * The option, or the part of a URI.
     *
     * @return the key.
     */
    public String key() {
        return key;
    }

    /**
     * The value as given.
     *
     * @return the value, or null when it is missing.
     */
    public String value() {
        return value;
    }
}
