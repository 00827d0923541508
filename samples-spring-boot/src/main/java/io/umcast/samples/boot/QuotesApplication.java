/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.samples.boot;

import jakarta.jms.ConnectionFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

import io.umcast.jms.UmcastConnectionFactory;

/** The application: all that speaks of umcast is this connection factory, and {@code pub-sub-domain} in its properties. */
@SpringBootApplication
@EnableScheduling
public class QuotesApplication {
    /**
     * Where JMS connects to; Spring Boot puts its JmsTemplate and its listeners on it.
     *
     * @param uri of umcast.
     * @return the factory.
     */
    @Bean
    ConnectionFactory connectionFactory(@Value("${umcast.uri}") final String uri) {
        return new UmcastConnectionFactory(uri);
    }

    /**
     * Runs until it is stopped.
     *
     * @param args as Spring Boot has them, such as {@code --umcast.uri=udp:interface=eth0}.
     */
    public static void main(final String... args) {
        SpringApplication.run(QuotesApplication.class, args);
    }
}
