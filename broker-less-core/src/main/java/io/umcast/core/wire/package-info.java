/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * The bytes of the wire, as {@code docs/wire-protocol.md} specifies them. Little-endian throughout. One datagram is one frame: a
 * header, then what its type says. {@link io.umcast.core.wire.FrameValidator} checks a datagram whole before anything of it is
 * used.
 */
package io.umcast.core.wire;
