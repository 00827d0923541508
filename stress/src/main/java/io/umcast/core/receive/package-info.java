/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/** What threads hand over to each other, tried by jcstress from within the package. */
package io.umcast.core.receive;
