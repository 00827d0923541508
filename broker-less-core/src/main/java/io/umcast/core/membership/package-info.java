/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Which groups a connection receives, and what the kernel has to do with them. {@link io.umcast.core.membership.MembershipManager} counts who wants
 * a group and keeps device and kernel in the order of {@link io.umcast.core.membership.MembershipTable}, by
 * {@link io.umcast.core.membership.KernelGroups}; {@link io.umcast.core.membership.KernelWatch} looks what became of it;
 * {@link io.umcast.core.membership.UmcastFlag} is the policy for IPoIB's umcast attribute. All of it may block; none of it is in a duty cycle.
 */
package io.umcast.core.membership;
