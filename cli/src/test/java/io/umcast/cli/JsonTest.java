/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void writesKeysInTheirOrderWithoutBlanks() {
        final Json json = new Json().put("size", 64).put("rtt_ns", new Json().put("p99.9", 12)).put("ok", true).put("list", List.of(1, 2))
            .put("objects", List.of(new Json().put("a", "b"), new Json()));
        assertEquals("{\"size\":64,\"rtt_ns\":{\"p99.9\":12},\"ok\":true,\"list\":[1,2],\"objects\":[{\"a\":\"b\"},{}]}", json.toString());
    }

    @Test
    void writesNumbersWithoutExponents() {
        assertEquals("{\"a\":18500000,\"b\":0.333,\"c\":0,\"d\":null}",
            new Json().put("a", 1.85e7).put("b", 1 / 3.0).put("c", 0.0).put("d", Double.NaN).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "quote \" and \\ backslash", "line\nfeed\r\t\b\f", "\u0000\u001f\u007f",
        "\u00e4\u20ac\ud83d\ude00", "half \ud83d",
        "\ude00 half", "</script>"})
    void readsBackAnyText(final String text) {
        assertEquals(Map.of("key " + text, text), JsonReader.object(new Json().put("key " + text, text).toString()));
    }

    @Test
    void readsWhatOthersWrite() {
        final Map<String, Object> object =
            JsonReader.object(" { \"a\" : [ 1 , -2.5e1 , null , true , false , { } , [ ] ] , \"b\\u0041\\/\" : \"x\" } ");
        assertEquals(java.util.Arrays.asList(1L, -25.0, null, true, false, Map.of(), List.of()), object.get("a"));
        assertEquals("x", object.get("bA/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}x", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":01}", "{\"a\":1,}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}",
        "{\"a\":tru}", "{\"a\":\"\\u12\"}", "{a:1}", "{\"a\":\"b}"})
    void refusesWhatIsNoObject(final String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.object(text));
    }
}
