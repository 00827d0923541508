/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Which multicast group a topic goes to, and which MGID that group has on InfiniBand and RoCE. Pure functions: nothing here
 * opens or joins anything.
 */
package io.umcast.core.group;
