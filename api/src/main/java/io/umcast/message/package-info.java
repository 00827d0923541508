/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Messages with headers, typed properties and a body, above the bytes that {@link io.umcast.Publisher} carries. They are encoded
 * straight into the stream's log and read in place; the format is in {@code docs/wire-protocol.md}. Start at
 * {@link io.umcast.message.Messages}.
 */
package io.umcast.message;
