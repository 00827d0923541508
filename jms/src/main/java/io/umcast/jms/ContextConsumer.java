/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageListener;

/** The simplified API's consumer. */
final class ContextConsumer implements JMSConsumer {
    private final MessageConsumer consumer;

    ContextConsumer(final MessageConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public String getMessageSelector() {
        return Refusals.unchecked(consumer::getMessageSelector);
    }

    @Override
    public MessageListener getMessageListener() {
        return Refusals.unchecked(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(final MessageListener listener) {
        Refusals.unchecked(() -> consumer.setMessageListener(listener));
    }

    @Override
    public Message receive() {
        return receive(0);
    }

    @Override
    public Message receive(final long timeout) {
        return Refusals.unchecked(() -> consumer.receive(timeout));
    }

    @Override
    public Message receiveNoWait() {
        return Refusals.unchecked(consumer::receiveNoWait);
    }

    @Override
    public void close() {
        Refusals.unchecked(consumer::close);
    }

    @Override
    public <T> T receiveBody(final Class<T> type) {
        return body(receive(), type);
    }

    @Override
    public <T> T receiveBody(final Class<T> type, final long timeout) {
        return body(receive(timeout), type);
    }

    @Override
    public <T> T receiveBodyNoWait(final Class<T> type) {
        return body(receiveNoWait(), type);
    }

    private static <T> T body(final Message message, final Class<T> type) {
        if (message == null) {
            return null;
        }
        if (message.getClass() == UmcastMessage.class) {
            throw new MessageFormatRuntimeException("a Message has no body");
        }
        return Refusals.unchecked(() -> message.getBody(type));
    }
}
