/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.jms;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;

import org.agrona.concurrent.UnsafeBuffer;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;

import io.umcast.core.message.MessageEncoder;
import io.umcast.message.BodyType;

/** A message whose body is a serialized object. What is read back passes an allow-list: anybody on the network can send anything. */
final class UmcastObjectMessage extends UmcastMessage implements ObjectMessage {
    /** Packages that are read back, joined by commas, besides java.lang, java.math, java.time and java.util. */
    static final String TRUSTED = "umcast.jms.trusted";

    private static final int MAX_DEPTH = 64;
    private byte[] bytes;

    @Override
    void bodyReceived() {
        bytes = null;
    }

    private byte[] bytes() {
        if (bytes == null && view() != null && isBodyReadOnly()) {
            bytes = new byte[view().bodyLength()];
            view().bodyBuffer().getBytes(view().bodyOffset(), bytes);
        }
        return bytes == null ? new byte[0] : bytes;
    }

    @Override
    void encodeBody(final MessageEncoder encoder) {
        encoder.body(BodyType.OBJECT, new UnsafeBuffer(bytes()), 0, bytes().length);
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        bytes = new byte[0];
    }

    @Override
    public void setObject(final Serializable object) throws JMSException {
        checkBodyWritable();
        if (object == null) {
            bytes = new byte[0];
            return;
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(object);
        } catch (final IOException e) {
            throw failure("the object cannot be serialized: " + e.getMessage(), e);
        }
        bytes = out.toByteArray();
    }

    @Override
    public Serializable getObject() throws JMSException {
        final byte[] serialized = bytes();
        if (serialized.length == 0) {
            return null;
        }
        try (ObjectInputStream in = new ContextObjects(new ByteArrayInputStream(serialized))) {
            in.setObjectInputFilter(UmcastObjectMessage::check);
            return (Serializable)in.readObject();
        } catch (final IOException | ClassNotFoundException | ClassCastException e) {
            throw failure("the object cannot be read back: " + e.getMessage() + "; packages that may be are named, joined by commas, by the " +
                "system property " + TRUSTED, e);
        }
    }

    private static ObjectInputFilter.Status check(final ObjectInputFilter.FilterInfo info) {
        if (info.depth() > MAX_DEPTH) {
            return ObjectInputFilter.Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        if (type == null) {
            return ObjectInputFilter.Status.UNDECIDED;
        }
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return type.isPrimitive() || isTrusted(type.getName()) ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    }

    private static boolean isTrusted(final String name) {
        final String dir = name.substring(0, Math.max(name.lastIndexOf('.'), 0));
        if (dir.equals("java.lang") || dir.equals("java.math") || dir.equals("java.time") || dir.equals("java.util")) {
            return true;
        }
        for (final String trusted : Conversions.list(System.getProperty(TRUSTED, ""))) {
            final String prefix = trusted.strip();
            if (prefix.equals("*") || !prefix.isEmpty() && (dir.equals(prefix) || dir.startsWith(prefix + '.'))) {
                return true;
            }
        }
        return false;
    }

    @Override
    Object body() throws JMSException {
        return getObject();
    }

    private static JMSException failure(final String text, final Exception cause) {
        final JMSException exception = new MessageFormatException(text);
        exception.setLinkedException(cause);
        exception.initCause(cause);
        return exception;
    }

    /** Finds classes by the thread's loader first, as containers expect. */
    private static final class ContextObjects extends ObjectInputStream {
        ContextObjects(final InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(final ObjectStreamClass description) throws IOException, ClassNotFoundException {
            final ClassLoader loader = Thread.currentThread().getContextClassLoader();
            if (loader != null) {
                try {
                    return Class.forName(description.getName(), false, loader);
                } catch (final ClassNotFoundException expected) {
                    return super.resolveClass(description);
                }
            }
            return super.resolveClass(description);
        }
    }
}
