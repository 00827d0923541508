/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Every option, declared once in {@link io.umcast.config.Options}; {@code docs/configuration.md} is generated from it. A
 * {@link io.umcast.config.Config} is what a URI, properties and system properties come to, checked option by option and, by the
 * rules between them, as a whole. Nothing here opens, looks up or measures anything: {@code auto} is for the engine to decide.
 */
package io.umcast.config;
