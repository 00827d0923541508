/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

import io.umcast.ConfigException;
import io.umcast.Topic;
import io.umcast.TopicPattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** The command {@code umcast}. */
@Command(name = "umcast", versionProvider = Main.Version.class, synopsisSubcommandLabel = "COMMAND",
    header = "Brokerless topic messaging over multicast.%n",
    description = "%nEvery command that uses the network takes --via URI, by default loopback (udp:interface=lo).%n",
    footer = {"",
        "Begin with",
        "  @|bold umcast demo|@                               one publisher, three subscribers, on this machine",
        "In two terminals",
        "  @|bold umcast sub prices.EURUSD|@                  prints what comes",
        "  @|bold date | umcast pub prices.EURUSD|@           publishes each line",
        "Look",
        "  @|bold umcast topics|@                             lists what is published",
        "Measure",
        "  @|bold umcast pong|@   and  @|bold umcast ping|@           round trips",
        "  @|bold umcast drain|@  and  @|bold umcast flood|@          throughput",
        "",
        "Exit status: 0 success, 1 failure, 2 wrong usage. @|bold umcast help COMMAND|@ tells more."})
public final class Main implements Callable<Integer> {
    private static final int USAGE_WIDTH = 110;

    private final Terminal terminal;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this help.")
    boolean help; // read by picocli

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Shows the version.")
    boolean version; // read by picocli

    private Main(final Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs one command and ends the JVM with its exit status: 0 only on success, 1 on failure, 2 on wrong usage.
     *
     * @param args the command and its options.
     */
    public static void main(final String[] args) {
        final Terminal terminal = Terminal.system();
        terminal.stopOnInterrupt();
        int status = Action.FAILURE;
        try {
            status = run(terminal, args);
        } finally {
            terminal.ended();
        }
        System.exit(status);
    }

    /** Runs one command. */
    static int run(final Terminal terminal, final String... args) {
        return commandLine(terminal).execute(args);
    }

    static CommandLine commandLine(final Terminal terminal) {
        final CommandLine main = new CommandLine(new Main(terminal));
        for (final Action action : actions(terminal)) {
            main.addSubcommand(action);
        }
        main.addSubcommand(new CommandLine.HelpCommand());
        main.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        main.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        main.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.outIsLive() ? Ansi.ON : Ansi.OFF));
        main.setUsageHelpWidth(USAGE_WIDTH);
        main.setCaseInsensitiveEnumValuesAllowed(true);
        main.registerConverter(ByteSize.class, new ByteSize.Converter());
        main.registerConverter(Seconds.class, new Seconds.Converter());
        main.registerConverter(Topic.class, text -> named(text, Topic::of));
        main.registerConverter(TopicPattern.class, text -> named(text, TopicPattern::of));
        main.setParameterExceptionHandler((error, args) -> refuse(terminal, error));
        main.setExecutionExceptionHandler((error, command, parsed) -> fail(terminal, error, command));
        return main;
    }

    private static List<Action> actions(final Terminal terminal) {
        return List.of(new Demo(terminal), new Pub(terminal), new Sub(terminal), new Ping(terminal), new Pong(terminal),
            new Flood(terminal), new Drain(terminal), new Topics(terminal), new MgidCommand(terminal), new Stat(terminal),
            new MembershipCommand(terminal), new Doctor(terminal), new DemoPublisher(terminal), new DemoSubscriber(terminal));
    }

    private static <T> T named(final String text, final Function<String, T> type) {
        try {
            return type.apply(text);
        } catch (final ConfigException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    private static int refuse(final Terminal terminal, final CommandLine.ParameterException error) {
        terminal.note(error.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(error, terminal.err())) {
            terminal.err().println("Try: " + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        }
        return Action.USAGE;
    }

    private static int fail(final Terminal terminal, final Exception error, final CommandLine command) {
        final String message = Failures.message(error);
        terminal.note(message);
        if (command.getCommand() instanceof Action action) {
            if (action.isDebugging()) {
                error.printStackTrace(terminal.err());
            }
            if (action.isJson()) {
                terminal.out().println(new Json().put("error", message));
            }
        }
        return Action.FAILURE;
    }

    @Override
    public Integer call() {
        terminal.note("which command?");
        CommandLine.usage(this, terminal.err());
        return Action.USAGE;
    }

    /** The version of the jar, and of what runs it. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            final String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"umcast " + (version == null ? "(not from a jar)" : version),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")};
        }
    }
}
