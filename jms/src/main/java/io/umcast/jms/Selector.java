/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.util.Locale;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.impl.SelectorParser;

import jakarta.jms.InvalidSelectorException;

import io.umcast.core.message.MessageLayout;
import io.umcast.core.message.MessageView;
import io.umcast.message.MessageFormatException;

/** Which messages a consumer wants, by their headers and properties. By one thread at a time. */
final class Selector implements SelectorProperties {
    private final String text;
    private final SelectorNode condition;
    private MessageView view;

    private Selector(final String text, final BooleanExpression expression) {
        this.text = text;
        this.condition = new SelectorTree(this).node(expression);
    }

    /** The selector of a text; null if the text is null or empty: all messages. */
    static Selector of(final String text) throws InvalidSelectorException {
        if (text == null || text.isEmpty()) {
            return null;
        }
        final String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("convert_string_expressions:") || lower.startsWith("hyphenated_props:")) {
            throw new InvalidSelectorException("'" + text + "' is not a selector");
        }
        try {
            return new Selector(text, SelectorParser.parse(text));
        } catch (final FilterException e) {
            final InvalidSelectorException invalid = new InvalidSelectorException("'" + text + "' is not a selector: " + e.getMessage());
            invalid.initCause(e);
            throw invalid;
        }
    }

    String text() {
        return text;
    }

    boolean matches(final MessageView message) {
        return condition.test(message) == SelectorNode.TRUE;
    }

    /** What the library makes of a part that no node here stands for; it takes boxed values and strings. */
    int evaluate(final BooleanExpression part, final MessageView message) {
        view = message;
        try {
            return result(part.evaluate(this));
        } catch (final MessageFormatException e) {
            throw e;
        } catch (final FilterException | RuntimeException e) {
            return SelectorNode.UNKNOWN; // a comparison that cannot be made: the library casts, and converts what is no number
        } finally {
            view = null;
        }
    }

    /** A Boolean of the library's, or null. */
    static int result(final Object value) {
        return value == null ? SelectorNode.UNKNOWN : SelectorNode.of(Boolean.TRUE.equals(value));
    }

    @Override
    public Object getProperty(final SimpleString property) {
        final String name = property.toString();
        return switch (name) {
            case "JMSMessageID" -> view.isPlain() || view.hasFlag(MessageLayout.ID_HIDDEN) ? null :
                "ID:" + Long.toHexString(view.origin()) + '-' + view.sequence();
            case "JMSCorrelationID" -> view.correlationId();
            case "JMSType" -> view.type();
            case "JMSPriority" -> view.priority();
            case "JMSTimestamp" -> view.timestamp();
            case "JMSDeliveryMode" -> view.isPersistent() ? "PERSISTENT" : "NON_PERSISTENT";
            default -> view.property(name);
        };
    }
}
