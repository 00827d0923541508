/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local struct {
    int error;
    char call[512];
    char cause[512];
} last;

int um_error(const int error, const char *cause, const char *call, ...) {
    last.error = error;
    snprintf(last.cause, sizeof last.cause, "%s", cause);
    va_list arguments;
    va_start(arguments, call);
    vsnprintf(last.call, sizeof last.call, call, arguments);
    va_end(arguments);
    return -error;
}

int um_error_in(const char *format, ...) {
    size_t used = strlen(last.call);
    used += (size_t)snprintf(last.call + used, sizeof last.call - used, " in ");
    if (used < sizeof last.call) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(last.call + used, sizeof last.call - used, format, arguments);
        va_end(arguments);
    }
    return -last.error;
}

void um_error_clear(void) {
    last.error = 0;
    last.call[0] = 0;
    last.cause[0] = 0;
}

static size_t append(char *into, const size_t size, const size_t at, const char *text) {
    if (at >= size) {
        return size;
    }
    return at + (size_t)snprintf(into + at, size - at, "%s", text) + 1;
}

int um_error_get(char *into, const size_t size) {
    char text[128];
    /* The GNU strerror_r: it returns the text, which need not lie in the buffer. */
    const char *words = strerror_r(last.error, text, sizeof text);
    memset(into, 0, size);
    append(into, size, append(into, size, append(into, size, 0, last.call), words), last.cause);
    return last.error;
}
