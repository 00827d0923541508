/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * A stream's log: an Agrona ring buffer in registered memory. Publishers claim and commit as with any ring buffer; what is consumed, and
 * when its room is given back, is the sending side's to say.
 */
package io.umcast.core.log;
