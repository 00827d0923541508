/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** A Spring Boot application whose JMS needs no broker. */
package io.umcast.samples.boot;
