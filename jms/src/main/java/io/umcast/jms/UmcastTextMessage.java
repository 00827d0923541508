/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;

import io.umcast.core.message.MessageEncoder;

/** A message whose body is text. */
final class UmcastTextMessage extends UmcastMessage implements TextMessage {
    /** What stands for null: half of a pair, which no text that means something begins with. */
    private static final String NULL_TEXT = "\uDC00\0";

    private String text;
    private boolean decoded = true;

    @Override
    void bodyReceived() {
        decoded = false;
    }

    @Override
    public void setText(final String value) throws JMSException {
        checkBodyWritable();
        decoded = true;
        text = value;
    }

    @Override
    public String getText() {
        if (!decoded) {
            decoded = true;
            final String value = view().text();
            text = value.equals(NULL_TEXT) ? null : value;
        }
        return text;
    }

    @Override
    void encodeBody(final MessageEncoder encoder) {
        final String value = getText();
        encoder.text(value == null ? NULL_TEXT : value);
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        decoded = true;
        text = null;
    }

    @Override
    Object body() {
        return getText();
    }
}
