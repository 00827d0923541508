/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import io.umcast.core.message.FieldReader;
import io.umcast.core.message.MessageView;

/**
 * A value in a selector: a literal, a property, a header, or computed of others. Loaded for one message after the other into fields, so
 * that nothing is boxed; a text stays where it lies. By one thread at a time.
 */
abstract class SelectorValue {
    /** What was loaded. Numbers are computed and compared as the wider of two is, as in Java. */
    enum Kind { MISSING, BOOLEAN, INT, LONG, FLOAT, DOUBLE, TEXT, OTHER }

    private Kind kind = Kind.MISSING;
    private long whole;
    private double decimal;
    private String literal;
    private FieldReader inPlace;

    abstract void load(MessageView message);

    final Kind kind() {
        return kind;
    }

    final boolean isNumber() {
        return switch (kind) {
            case INT, LONG, FLOAT, DOUBLE -> true;
            default -> false;
        };
    }

    /** Of a BOOLEAN: 0 or 1; of an INT or LONG. */
    final long whole() {
        return whole;
    }

    final double decimal() {
        return kind == Kind.INT || kind == Kind.LONG ? whole : decimal;
    }

    /** A TEXT that is the same for all messages; null if it lies in this one. */
    final String literal() {
        return literal;
    }

    /** A TEXT in the message, until another value is loaded. */
    final FieldReader inPlace() {
        return inPlace;
    }

    final void set(final Kind newKind) {
        kind = newKind;
    }

    final void set(final Kind newKind, final long value) {
        kind = newKind;
        whole = value;
    }

    final void set(final Kind newKind, final double value) {
        kind = newKind;
        decimal = value;
    }

    final void set(final String text) {
        kind = text == null ? Kind.MISSING : Kind.TEXT;
        literal = text;
    }

    final void set(final FieldReader field) {
        if (field == null) {
            kind = Kind.MISSING;
            return;
        }
        switch (field.type()) {
            case NULL -> kind = Kind.MISSING;
            case BOOLEAN -> set(Kind.BOOLEAN, field.booleanValue() ? 1 : 0);
            case BYTE, SHORT, INT -> set(Kind.INT, field.longValue());
            case LONG -> set(Kind.LONG, field.longValue());
            case FLOAT -> set(Kind.FLOAT, field.doubleValue());
            case DOUBLE -> set(Kind.DOUBLE, field.doubleValue());
            case STRING -> {
                kind = Kind.TEXT;
                inPlace = field;
            }
            default -> kind = Kind.OTHER;
        }
    }

    /** The same for all messages; null if it is of a type that is not for here. */
    static SelectorValue literal(final Object value) {
        final SelectorValue result = new SelectorValue() {
            @Override
            void load(final MessageView message) {
                // it is
            }
        };
        if (value instanceof Integer number) {
            result.set(Kind.INT, number);
        } else if (value instanceof Long number) {
            result.set(Kind.LONG, number);
        } else if (value instanceof Float number) {
            result.set(Kind.FLOAT, number.doubleValue());
        } else if (value instanceof Double number) {
            result.set(Kind.DOUBLE, number);
        } else if (value instanceof Boolean truth) {
            result.set(Kind.BOOLEAN, truth ? 1 : 0);
        } else if (value instanceof String text) {
            result.set(text);
        } else if (value != null) {
            return null;
        }
        return result;
    }

    /** A property, or a header that needs not be made to be looked at; null for one that does. */
    static SelectorValue named(final String name) {
        return switch (name) {
            case "JMSMessageID" -> null;
            case "JMSCorrelationID" -> new SelectorValue() {
                @Override
                void load(final MessageView message) {
                    set(message.correlationField());
                }
            };
            case "JMSType" -> new SelectorValue() {
                @Override
                void load(final MessageView message) {
                    set(message.typeField());
                }
            };
            case "JMSPriority" -> new SelectorValue() {
                @Override
                void load(final MessageView message) {
                    set(Kind.INT, message.priority());
                }
            };
            case "JMSTimestamp" -> new SelectorValue() {
                @Override
                void load(final MessageView message) {
                    set(Kind.LONG, message.timestamp());
                }
            };
            case "JMSDeliveryMode" -> new SelectorValue() {
                @Override
                void load(final MessageView message) {
                    set(message.isPersistent() ? "PERSISTENT" : "NON_PERSISTENT");
                }
            };
            default -> new SelectorValue() {
                @Override
                void load(final MessageView message) {
                    set(message.field(name));
                }
            };
        };
    }

    /** A number with the other sign. */
    static SelectorValue negated(final SelectorValue value) {
        return new SelectorValue() {
            @Override
            void load(final MessageView message) {
                value.load(message);
                switch (value.kind()) {
                    case INT -> {
                        final int wrapped = (int)-value.whole();
                        set(Kind.INT, wrapped);
                    }
                    case LONG -> set(Kind.LONG, -value.whole());
                    case FLOAT, DOUBLE -> set(value.kind(), -value.decimal());
                    default -> set(Kind.MISSING);
                }
            }
        };
    }

    /** Of two numbers, by one of + - * / %. Of other values it is OTHER. */
    static SelectorValue computed(final SelectorValue left, final char operator, final SelectorValue right) {
        return new SelectorValue() {
            @Override
            void load(final MessageView message) {
                left.load(message);
                right.load(message);
                if (left.kind() == Kind.MISSING || right.kind() == Kind.MISSING) {
                    set(Kind.MISSING);
                } else if (!left.isNumber() || !right.isNumber()) {
                    set(Kind.OTHER);
                } else if (operator == '/' || operator == '%' || left.isDecimal() || right.isDecimal()) {
                    set(Kind.DOUBLE, of(left.decimal(), operator, right.decimal()));
                } else if (left.kind() == Kind.LONG || right.kind() == Kind.LONG) {
                    set(Kind.LONG, of(left.whole(), operator, right.whole()));
                } else {
                    final int wrapped = (int)of(left.whole(), operator, right.whole());
                    set(Kind.INT, wrapped);
                }
            }
        };
    }

    private boolean isDecimal() {
        return kind == Kind.FLOAT || kind == Kind.DOUBLE;
    }

    private static double of(final double left, final char operator, final double right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            case '/' -> left / right;
            default -> left % right;
        };
    }

    private static long of(final long left, final char operator, final long right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            default -> left * right;
        };
    }

    /** How two numbers compare, as {@link Double#compareTo} and its like say. */
    static int compare(final SelectorValue left, final SelectorValue right) {
        if (left.kind == Kind.DOUBLE || right.kind == Kind.DOUBLE) {
            return Double.compare(left.decimal(), right.decimal());
        }
        if (left.kind == Kind.FLOAT || right.kind == Kind.FLOAT) {
            return Float.compare(left.asFloat(), right.asFloat());
        }
        return Long.compare(left.whole, right.whole);
    }

    private float asFloat() {
        return kind == Kind.FLOAT ? (float)decimal : whole;
    }
}
