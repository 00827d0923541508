/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * Whether a machine is fit for umcast: {@link io.umcast.cli.doctor.Checks} lists the checks, each looks at a
 * {@link io.umcast.cli.doctor.Host} and tells {@link io.umcast.cli.doctor.Finding}s, each with its fix.
 */
package io.umcast.cli.doctor;
