/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * The thin Java side of the C poller: the layout that both share, the loader, and the JNI calls. It knows memory, rings and
 * sockets, and nothing of topics or positions.
 */
package io.umcast.natives;
