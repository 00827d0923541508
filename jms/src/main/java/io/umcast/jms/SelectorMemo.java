/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;

import io.umcast.core.message.FieldReader;
import io.umcast.core.message.MessageView;

/**
 * LIKE and IN, which the library tests on strings alone. Texts of properties come again and again, so what it said of some is kept and found by the
 * text in place: only a text that is not among them becomes a string.
 */
final class SelectorMemo implements SelectorNode, SelectorProperties {
    private static final int SLOTS = 64;
    private static final int LONGEST = 64;

    private final SelectorValue value;
    private final BooleanExpression expression;
    private final int otherwise;
    private final String[] texts = new String[SLOTS];
    private final int[] answers = new int[SLOTS];
    private String asked;

    /**
     * LIKE or IN of one value.
     *
     * @param otherwise what it is for a value that is no text.
     */
    SelectorMemo(final SelectorValue value, final BooleanExpression expression, final int otherwise) {
        this.value = value;
        this.expression = expression;
        this.otherwise = otherwise;
    }

    @Override
    public int test(final MessageView message) {
        value.load(message);
        if (value.kind() != SelectorValue.Kind.TEXT) {
            return value.kind() == SelectorValue.Kind.MISSING ? UNKNOWN : otherwise;
        }
        if (value.literal() != null) {
            return ask(value.literal());
        }
        final FieldReader text = value.inPlace();
        if (text.valueLength() > LONGEST) {
            return ask(text.stringValue());
        }
        final int hash = text.valueHash();
        final int slot = (hash ^ hash >>> 16) & SLOTS - 1;
        if (texts[slot] == null || !text.isText(texts[slot])) {
            final String fresh = text.stringValue();
            answers[slot] = ask(fresh);
            texts[slot] = fresh;
        }
        return answers[slot];
    }

    private int ask(final String text) {
        asked = text;
        try {
            return Selector.result(expression.evaluate(this));
        } catch (final FilterException e) {
            return UNKNOWN;
        }
    }

    @Override
    public Object getProperty(final SimpleString name) {
        return asked;
    }
}
