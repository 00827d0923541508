/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OptionTypesTest {
    @ParameterizedTest
    @CsvSource({"0,0", "64,64", "1k,1024", "8K,8192", "1m,1048576", "1g,1073741824", "2147483647,2147483647"})
    void readsSizes(final String text, final int bytes) {
        assertEquals(bytes, new ByteSize.Converter().convert(text).bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "-1", "1.5k", "8kb", "2g", "99999999999"})
    void refusesWhatIsNoSize(final String text) {
        assertThrows(CommandLine.TypeConversionException.class, () -> new ByteSize.Converter().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "5,5000000000", "0.5,500000000", "2s,2000000000", "0.000000001,1"})
    void readsSeconds(final String text, final long nanos) {
        assertEquals(nanos, new Seconds.Converter().convert(text).nanos());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "5m", "1e3", ".5", "9999999999"})
    void refusesWhatIsNoTime(final String text) {
        assertThrows(CommandLine.TypeConversionException.class, () -> new Seconds.Converter().convert(text));
    }

    @Test
    void noTimeIsATimeThatNeverComes() {
        assertTrue(new Seconds(0).after(Long.MAX_VALUE - 5) - (Long.MAX_VALUE - 5) > 1L << 60);
        assertEquals(12, new Seconds(2).after(10));
    }
}
