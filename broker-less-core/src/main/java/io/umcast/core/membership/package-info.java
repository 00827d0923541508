/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** What a connection does about the kernel's own interest in the groups that it joins. */
package io.umcast.core.membership;
