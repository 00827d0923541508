/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.message;

import java.util.concurrent.ThreadLocalRandom;

import org.agrona.DirectBuffer;

import io.umcast.Claim;
import io.umcast.MessageHandler;
import io.umcast.Publisher;
import io.umcast.message.Message;
import io.umcast.message.MessageListener;
import io.umcast.message.MessagePublisher;
import io.umcast.message.OutgoingMessage;
import io.umcast.spi.MessageProvider;

/** The codec behind the message level; found with {@link java.util.ServiceLoader}. */
public final class CodecProvider implements MessageProvider {
    @Override
    public OutgoingMessage newMessage() {
        return new MessageEncoder(ThreadLocalRandom.current().nextLong());
    }

    @Override
    public MessagePublisher publisher(final Publisher publisher) {
        return new EncodingPublisher(publisher);
    }

    @Override
    public MessageHandler handler(final MessageListener listener) {
        final MessageView view = new MessageView();
        return (buffer, offset, length, header) -> listener.onMessage(view.wrapAny(buffer, offset, length), header);
    }

    @Override
    public Message read(final DirectBuffer buffer, final int offset, final int length) {
        return new MessageView().wrapAny(buffer, offset, length);
    }

    private static final class EncodingPublisher implements MessagePublisher {
        private final Publisher publisher;
        private final Claim claim;
        private final MessageEncoder encoder = new MessageEncoder(ThreadLocalRandom.current().nextLong());
        private long sequence;

        EncodingPublisher(final Publisher publisher) {
            this.publisher = publisher;
            this.claim = publisher.newClaim();
        }

        @Override
        public OutgoingMessage next() {
            return encoder.clear().sequence(++sequence).timestamp(System.currentTimeMillis());
        }

        @Override
        public long send(final OutgoingMessage message) {
            return ((MessageEncoder)message).sendBy(publisher, claim);
        }

        @Override
        public Publisher publisher() {
            return publisher;
        }
    }
}
