/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.config;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Writes {@code docs/configuration.md} from the declarations in {@link Options}. */
public final class ConfigurationDoc {
    private static final String INTRODUCTION = """
        # Configuration

        <!-- Generated from io.umcast.config.Options by io.umcast.config.ConfigurationDoc; do not edit. -->

        A connection is opened with a URI:

        ```
        scheme:key=value&key=value
        ```

        The scheme is `udp` (kernel sockets) or `verbs` (InfiniBand and RoCE queue pairs); all options may be left out, as in
        `udp:`. `%XX` stands for a byte of UTF-8 that would not fit in, such as `%26` for `&`, `%25` for `%` itself. A key that is
        unknown, comes twice, or does not apply to the scheme is refused; so is a value that breaks a rule. The message names key,
        value and rule.

        Options come from these places; the first that has a key wins:

        1. the URI,
        2. the properties given to `ConnectionConfig.properties`, such as `mtu=8k`,
        3. the file that the system property `umcast.properties` names, with the same keys (UTF-8),
        4. system properties `umcast.KEY`, such as `-Dumcast.mtu=8k`,
        5. the defaults below.

        Places 3 and 4 serve all connections of a process: there a key that does not apply to the scheme is left aside.

        Sizes are in bytes; `k`, `m` and `g` multiply by 1024, 1024^2 and 1024^3. Durations have a unit: `ns`, `us`, `ms`, `s`,
        `m` (minutes), `h`.
        `auto` leaves a value to umcast.
        """;

    private static final String RULES = """

        ## Rules between options

        - `image-timeout` is more than twice `announce-interval`, `receiver-timeout` more than twice `status-interval`.
        - `loss-timeout` is more than `nak-retry`, which is more than `nak-backoff` and `repair-holdoff`.
        - `image-timeout` and `receiver-timeout` are more than twice `handler-bound`; `loss-timeout` is more than `heartbeat`,
          `topic-timeout` more than `nak-retry`, `heartbeat` at most `announce-interval`.
        - `log` is at least 16 times `mtu`; `window`, when given, at least `log` / 8 + `mtu`.
        - The groups from `group` on stay multicast addresses; those of `topics`, and `source`, are of the same IP version.
        - `source` with `verbs:` needs `ps=ipoib`.
        - `raw=on` needs `groups=1` and no `topics`.
        - `group-size` needs `fc=min` and not `unconnected=send`; `slow-receiver=drop` needs `fc=min` and a `slow-timeout` of more
          than twice `status-interval`; `slow-timeout` needs `slow-receiver=drop`; `lag-credit` needs `fc=max`; `burst` needs a
          `rate` or `repair-rate`.
        - `poller-cpu` needs `poller=native`, which needs the native library, as `verbs:` does.
        """;

    private ConfigurationDoc() {
    }

    /**
     * Prints the document. The committed one is made by
     * {@code java -cp api/target/classes io.umcast.config.ConfigurationDoc > docs/configuration.md}.
     *
     * @param args none.
     */
    public static void main(final String[] args) {
        final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.print(render());
        out.flush();
    }

    /**
     * The document.
     *
     * @return Markdown, lines ended by a line feed.
     */
    public static String render() {
        final StringBuilder text = new StringBuilder(INTRODUCTION);
        for (final OptionGroup group : OptionGroup.values()) {
            text.append("\n## ").append(group.title())
                .append("\n\n| option | default | value | means |\n| --- | --- | --- | --- |\n");
            Options.all().stream().filter(option -> option.group() == group).forEach(option -> row(text, option));
        }
        return text.append(RULES).toString();
    }

    private static void row(final StringBuilder text, final Option<?> option) {
        text.append("| `").append(option.key()).append("` | ")
            .append(option.defaultText().isEmpty() ? "none" : "`" + option.defaultText() + "`").append(" | ")
            .append(option.rule().replace("\\", "\\\\")).append(" | ").append(option.doc());
        for (final Scheme scheme : Scheme.values()) {
            if (!option.appliesTo(scheme)) {
                text.append(" Not for `").append(scheme).append(":`.");
            }
        }
        text.append(" |\n");
    }
}
