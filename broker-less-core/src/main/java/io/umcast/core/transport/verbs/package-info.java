/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * InfiniBand and RoCE: which port of which device a network interface stands for
 * ({@link io.umcast.core.transport.verbs.RdmaPorts}), and the transport over its UD queue pairs, whose data path is C's.
 */
package io.umcast.core.transport.verbs;
