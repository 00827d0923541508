/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast;

/** A system call that failed while an endpoint was opened or changed: names the call, its error and the likely cause. */
public final class EndpointException extends UmcastException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    /**
     * A failed call.
     *
     * @param call        the call with what it was given, such as {@code IP_ADD_MEMBERSHIP {group=239.1.2.3, interface=lo}}.
     * @param errno       the error number, or 0 when there is none.
     * @param errorText   the text of the error.
     * @param likelyCause what most often leads to it and the way out; may be empty.
     */
    public EndpointException(final String call, final int errno, final String errorText, final String likelyCause) {
        super(call + ": " + errorText + (errno == 0 ? "" : " (errno " + errno + ")") +
            (likelyCause.isEmpty() ? "" : "; " + likelyCause));
        this.call = call;
        this.errno = errno;
    }

    /**
     * The call with what it was given.
     *
     * @return the call.
     */
    public String call() {
        return call;
    }

    /**
     * The error number of the operating system.
     *
     * @return errno, or 0 when there is none.
     */
    public int errno() {
        return errno;
    }
}
