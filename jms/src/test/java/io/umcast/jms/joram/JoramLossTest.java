/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms.joram;

import org.objectweb.jtests.jms.admin.Admin;

/** The same suite, its connections of two engines in turns, so that messages cross the network, of which 5 % are dropped. */
final class JoramLossTest extends JoramSuiteTest {
    @Override
    Class<? extends Admin> admin() {
        return LossyAdmin.class;
    }
}
