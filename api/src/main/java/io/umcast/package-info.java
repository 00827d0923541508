/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * What applications compile against. {@link io.umcast.Umcast#connect} opens a {@link io.umcast.Connection}; its
 * {@link io.umcast.Session}s publish and subscribe. The engine behind it is found with {@link java.util.ServiceLoader}.
 * <p>
 * Nothing here allocates, locks or throws per message. What the caller does wrong is thrown, typed; what is to be expected
 * (back pressure, nobody there) is a return value; what goes wrong later goes to the
 * {@link io.umcast.ConnectionConfig#errorHandler() error handler}.
 */
package io.umcast;
