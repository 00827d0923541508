/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;

/** What is refused, in one wording, and the unchecked twins of the checked exceptions. */
final class Refusals {
    static final String NO_QUEUES = "umcast has topics only, it has no broker to keep a queue: use createTopic; with Spring set " +
        "pubSubDomain=true (Spring Boot: spring.jms.pub-sub-domain=true)";
    static final String NO_DURABLE = "umcast does not keep messages for a subscriber that is away: there is no durable subscription. " +
        "Use a non-durable one (createConsumer, createSharedConsumer)";
    static final String NO_POOLS = "umcast has no ConnectionConsumer (an optional part of JMS): use a MessageListener for each session";

    /** What a simplified method does with a classic one. */
    @FunctionalInterface
    interface Call<T> {
        T get() throws JMSException;
    }

    /** As {@link Call}, without a result. */
    @FunctionalInterface
    interface Action {
        void run() throws JMSException;
    }

    private Refusals() {
    }

    static JMSException because(final JMSException exception, final Exception cause) {
        exception.setLinkedException(cause);
        exception.initCause(cause);
        return exception;
    }

    static <T> T unchecked(final Call<T> call) {
        try {
            return call.get();
        } catch (final JMSException e) {
            throw twin(e);
        }
    }

    static void unchecked(final Action action) {
        try {
            action.run();
        } catch (final JMSException e) {
            throw twin(e);
        }
    }

    static JMSRuntimeException twin(final JMSException e) {
        final String text = e.getMessage();
        final String code = e.getErrorCode();
        if (e instanceof jakarta.jms.IllegalStateException) {
            return new IllegalStateRuntimeException(text, code, e);
        } else if (e instanceof InvalidClientIDException) {
            return new InvalidClientIDRuntimeException(text, code, e);
        } else if (e instanceof InvalidDestinationException) {
            return new InvalidDestinationRuntimeException(text, code, e);
        } else if (e instanceof InvalidSelectorException) {
            return new InvalidSelectorRuntimeException(text, code, e);
        } else if (e instanceof JMSSecurityException) {
            return new JMSSecurityRuntimeException(text, code, e);
        } else if (e instanceof MessageFormatException) {
            return new MessageFormatRuntimeException(text, code, e);
        } else if (e instanceof MessageNotWriteableException) {
            return new MessageNotWriteableRuntimeException(text, code, e);
        } else if (e instanceof ResourceAllocationException) {
            return new ResourceAllocationRuntimeException(text, code, e);
        } else if (e instanceof TransactionRolledBackException) {
            return new TransactionRolledBackRuntimeException(text, code, e);
        }
        return new JMSRuntimeException(text, code, e);
    }
}
