/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli.doctor;

/**
 * What a check has found.
 *
 * @param check   the check's name.
 * @param status  how grave it is.
 * @param message what is so.
 * @param fix     what to do about it, a command if possible; empty if nothing.
 */
public record Finding(String check, Status status, String message, String fix) {
    /** How grave a finding is. */
    public enum Status {
        /** Nothing to do. */
        OK,
        /** Works, not as well as it could. */
        WARNING,
        /** Does not work. */
        ERROR
    }

    static Finding ok(final String check, final String message) {
        return new Finding(check, Status.OK, message, "");
    }

    static Finding warning(final String check, final String message, final String fix) {
        return new Finding(check, Status.WARNING, message, fix);
    }

    static Finding error(final String check, final String message, final String fix) {
        return new Finding(check, Status.ERROR, message, fix);
    }
}
