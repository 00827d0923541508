/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.umcast.MembershipEvent.State;
import io.umcast.core.membership.MembershipTable.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state with every input: a dot stays. */
class MembershipTableTest {
    private static final String HEADING =
        "             FIRST_USER DEVICE_JOINED DEVICE_REFUSED KERNEL_JOINED KERNEL_REFUSED DEVICE_LOST DISTURBED KERNEL_LEFT LAST_USER DEVICE_LEFT";
    private static final List<String> ROWS = List.of(
        "ABSENT       JOINING    .             .              .             .              .           .           .           .         .",
        "JOINING      .          JOINED        ABSENT         .             .              .           .           .           .         .",
        "JOINED       .          .             .              MEMBER        BACKING_OFF    LOST        .           .           LEAVING   .",
        "MEMBER       .          .             .              .             .              LOST        BACKING_OFF .           LEAVING   .",
        "LEAVING      .          .             .              .             .              .           .           .           .         ABSENT",
        "LOST         .          .             .              .             .              .           .           BACKING_OFF LEAVING   .",
        "BACKING_OFF  .          JOINED        .              .             .              .           .           .           LEAVING   .");

    private static String[] words(final String row) {
        return row.strip().split(" +");
    }

    static Stream<String> rows() {
        return ROWS.stream();
    }

    @Test
    void theRowsHereAreAllStatesAndTheColumnsAllInputs() {
        assertEquals(Arrays.stream(State.values()).map(State::name).toList(), ROWS.stream().map(row -> words(row)[0]).toList());
        assertEquals(Arrays.stream(Input.values()).map(Input::name).toList(), List.of(words(HEADING)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void leadsEachStateByEachInputToWhereTheTableSays(final String row) {
        final String[] words = words(row);
        final State from = State.valueOf(words[0]);
        for (final Input input : Input.values()) {
            final String to = words[input.ordinal() + 1];
            assertEquals(to.equals(".") ? from : State.valueOf(to), MembershipTable.next(from, input), from + " by " + input);
        }
    }
}
