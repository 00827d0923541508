/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* Why the last call on this thread failed, for people: the call with what it was given, the errno and the likely cause. */
#ifndef UMCAST_ERROR_H
#define UMCAST_ERROR_H

#include <stddef.h>

/* Starts the thread's error anew: returns -error, so that a failing call ends with it. The cause may be "". */
__attribute__((format(printf, 3, 4))) int um_error(int error, const char *cause, const char *call, ...);

/* Appends where the error passed through; returns -errno of the error. */
__attribute__((format(printf, 1, 2))) int um_error_in(const char *format, ...);

/* Forgets the thread's error. */
void um_error_clear(void);

/* Copies "call\0text\0cause\0", cut to the size; returns errno, 0 if there is no error. */
int um_error_get(char *into, size_t size);

#endif
