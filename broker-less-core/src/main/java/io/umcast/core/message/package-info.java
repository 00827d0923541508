/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Messages as bytes: {@link io.umcast.core.message.MessageEncoder} writes them with Chronicle Bytes straight into claimed log memory,
 * {@link io.umcast.core.message.MessageView} reads them in place. {@code docs/wire-protocol.md} is this package in words.
 */
package io.umcast.core.message;
