/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class ConfigurationDocTest {
    @Test
    void theCommittedDocumentSaysWhatTheOptionsSay() throws IOException {
        assertEquals(ConfigurationDoc.render(), Files.readString(docs().resolve("configuration.md")),
            "after a change of Options: java -cp api/target/classes io.umcast.config.ConfigurationDoc > docs/configuration.md");
    }

    private static Path docs() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/configuration.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs");
    }
}
