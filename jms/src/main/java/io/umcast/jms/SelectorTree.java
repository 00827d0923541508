/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.lang.reflect.Field;
import java.util.List;

import org.apache.activemq.artemis.selector.filter.ArithmeticExpression;
import org.apache.activemq.artemis.selector.filter.BooleanExpression;
import org.apache.activemq.artemis.selector.filter.ComparisonExpression;
import org.apache.activemq.artemis.selector.filter.ConstantExpression;
import org.apache.activemq.artemis.selector.filter.Expression;
import org.apache.activemq.artemis.selector.filter.LogicExpression;
import org.apache.activemq.artemis.selector.filter.PropertyExpression;
import org.apache.activemq.artemis.selector.filter.UnaryExpression;

import io.umcast.core.message.MessageView;

/**
 * What the library has parsed, as nodes that look at a message in place: the library's own take boxed values and strings, which are garbage
 * for each message. What has no node here is left to the library.
 */
final class SelectorTree {
    /** Three and more conditions joined by AND or OR are one expression, whose parts have no getter. */
    private static final Field PARTS = parts();

    private final Selector library;

    SelectorTree(final Selector library) {
        this.library = library;
    }

    private static Field parts() {
        try {
            final Field field = LogicExpression.class.getDeclaredField("expressions");
            field.setAccessible(true);
            return field;
        } catch (final ReflectiveOperationException | RuntimeException e) {
            return null; // another version, or a module that is shut: then the library evaluates them
        }
    }

    SelectorNode node(final BooleanExpression expression) {
        final SelectorNode node = nodeOrNull(expression);
        return node == null ? message -> library.evaluate(expression, message) : node;
    }

    private SelectorNode nodeOrNull(final BooleanExpression expression) {
        if (expression instanceof LogicExpression logic) {
            return logic(logic);
        }
        if (expression instanceof ComparisonExpression comparison) {
            return comparison(comparison);
        }
        if (expression instanceof ConstantExpression constant) {
            final int value = Selector.result(constant.getValue());
            return message -> value;
        }
        return expression instanceof UnaryExpression unary ? unary(unary, expression) : null;
    }

    private SelectorNode logic(final LogicExpression expression) {
        final List<?> parts;
        try {
            parts = PARTS == null ? List.of() : (List<?>)PARTS.get(expression);
        } catch (final IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
        if (parts.isEmpty()) {
            return null;
        }
        final SelectorNode[] nodes = parts.stream().map(part -> node((BooleanExpression)part)).toArray(SelectorNode[]::new);
        return switch (expression.getExpressionSymbol()) {
            case "AND" -> SelectorNode.join(nodes, SelectorNode.FALSE);
            case "OR" -> SelectorNode.join(nodes, SelectorNode.TRUE);
            default -> null;
        };
    }

    private SelectorNode unary(final UnaryExpression unary, final BooleanExpression expression) {
        final Expression of = unary.getRight();
        final String symbol = unary.getExpressionSymbol();
        if (symbol.equals("NOT") && of instanceof BooleanExpression condition) {
            return SelectorNode.not(node(condition));
        }
        final SelectorValue value = of instanceof PropertyExpression property ? SelectorValue.named(property.getName()) : null;
        if (value == null) {
            return null;
        }
        return switch (symbol) {
            case "LIKE" -> new SelectorMemo(value, expression, SelectorNode.FALSE);
            case "IN", "NOT IN" -> new SelectorMemo(value, expression, SelectorNode.UNKNOWN);
            case "" -> message -> {
                value.load(message);
                return value.kind() == SelectorValue.Kind.MISSING ? SelectorNode.UNKNOWN :
                    SelectorNode.of(value.kind() == SelectorValue.Kind.BOOLEAN && value.whole() != 0);
            };
            default -> null;
        };
    }

    private SelectorNode comparison(final ComparisonExpression expression) {
        final SelectorValue left = value(expression.getLeft());
        if (left == null) {
            return null;
        }
        if (expression.getRight() instanceof ConstantExpression constant && constant.getValue() == null) {
            return message -> {
                left.load(message);
                return SelectorNode.of(left.kind() == SelectorValue.Kind.MISSING);
            };
        }
        final SelectorValue right = value(expression.getRight());
        final String operator = expression.getExpressionSymbol();
        if (right == null || !List.of("=", "<", "<=", ">", ">=").contains(operator)) {
            return null;
        }
        final boolean less = operator.startsWith("<");
        final boolean equal = operator.endsWith("=");
        final boolean greater = operator.startsWith(">");
        return message -> {
            left.load(message);
            right.load(message);
            if (left.kind() == SelectorValue.Kind.MISSING || right.kind() == SelectorValue.Kind.MISSING) {
                return SelectorNode.UNKNOWN;
            }
            if (left.isNumber() && right.isNumber() || left.kind() == SelectorValue.Kind.BOOLEAN && right.kind() == SelectorValue.Kind.BOOLEAN) {
                final int order = SelectorValue.compare(left, right);
                return SelectorNode.of(order < 0 ? less : order > 0 ? greater : equal);
            }
            return texts(left, right, !less && !greater, expression, message);
        };
    }

    /** Of values of which one at least is neither number nor truth. */
    private int texts(final SelectorValue left, final SelectorValue right, final boolean equality, final ComparisonExpression expression,
        final MessageView message) {
        if (left.kind() == SelectorValue.Kind.OTHER || right.kind() == SelectorValue.Kind.OTHER) {
            return library.evaluate(expression, message);
        }
        if (left.kind() != right.kind()) {
            return SelectorNode.FALSE;
        }
        if (!equality || left.literal() == null == (right.literal() == null)) {
            return library.evaluate(expression, message);
        }
        return SelectorNode.of(left.literal() == null ? left.inPlace().isText(right.literal()) : right.inPlace().isText(left.literal()));
    }

    private static SelectorValue value(final Expression expression) {
        if (expression instanceof ConstantExpression constant) {
            return SelectorValue.literal(constant.getValue());
        }
        if (expression instanceof PropertyExpression property) {
            return SelectorValue.named(property.getName());
        }
        if (expression instanceof ArithmeticExpression arithmetic) {
            final SelectorValue left = value(arithmetic.getLeft());
            final SelectorValue right = value(arithmetic.getRight());
            final String symbol = arithmetic.getExpressionSymbol();
            return left == null || right == null || symbol.length() != 1 || "+-*/%".indexOf(symbol.charAt(0)) < 0 ? null :
                SelectorValue.computed(left, symbol.charAt(0), right);
        }
        if (expression instanceof UnaryExpression unary && unary.getExpressionSymbol().equals("-")) {
            final SelectorValue value = value(unary.getRight());
            return value == null ? null : SelectorValue.negated(value);
        }
        return null;
    }
}
