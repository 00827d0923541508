/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/**
 * The {@code jakarta.jms} 3.1 API for topics, over umcast: {@link io.umcast.jms.UmcastConnectionFactory} is where it begins. What it
 * does and does not do stands in {@code docs/jms.md}.
 * <p>
 * Connections of one URI share an {@code Engine}: one umcast connection and one session, whose thread hands each message that a
 * consumer wants, as a copy, to that consumer's {@code Inbox}. Everything that JMS asks for beyond that (acknowledgement, redelivery,
 * selectors, expiry, delay, transactions) is done at the receiver; only a transaction's messages say on the wire that they belong together.
 */
package io.umcast.jms;
