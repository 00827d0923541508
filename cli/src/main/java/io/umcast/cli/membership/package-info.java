/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Which groups the kernel holds on which interface, and for whom: {@link io.umcast.core.membership.KernelGroup} reads /proc,
 * {@link io.umcast.core.membership.IpoibGroup} what IPoIB says, {@link io.umcast.cli.membership.User} the running connections, and
 * {@link io.umcast.cli.membership.Memberships} puts them together.
 */
package io.umcast.cli.membership;
