package io.github.ticketstream.doctor;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.settings.Settings;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words after {@code java -jar tuya-ticket-stream.jar}. */
public final class CommandLine {
    private static final int COULD_NOT_RUN = 1;
    private static final int USAGE = 2;
    private static final String HELP = "--help";
    private static final String VERSION = "--version";
    private static final String JSON = "--json";
    private static final String API = "--api";

    private static final Map<String, Set<String>> OPTIONS = Map.of("doctor", Set.of(JSON), "audit", Set.of(JSON, API));

    private static final String TEXT = """
            usage: java -jar tuya-ticket-stream.jar [command]

            without a command  publish tickets until SIGTERM
            doctor [--json]    check all that publishing needs, and publish nothing
            audit [--json] [--api]
                               compare the state topic with the ticket topic; with --api also with the API's list
            --help             this text
            --version          what this is a version of

            --json             the report as a JSON array on standard output
            Both commands take the settings of the stream, and may run beside it.
            Exit codes: 0 all is well, 2 a setting or a word here is not usable, 3 something is not well
            """;

    /** An option, or what could be meant to be a word of ours: the letters of one, and its beginning. */
    private static final Pattern HARMLESS = Pattern.compile("--?[a-z]+(-[a-z]+)*|(do|au|he|ve|js|ap|st|ru)[a-z]{0,8}");

    private CommandLine() {}

    /** Any other word may be a secret in the wrong place. */
    private static String shown(String word) {
        return word.length() <= 20 && HARMLESS.matcher(word).matches()
                ? word
                : "a word that is not repeated here, since it may be a secret";
    }

    /**
     * Runs a command.
     *
     * @param args not empty
     * @param settings loads the settings, or refuses them by a {@link SettingException}
     * @param out for the report alone
     * @return the exit code
     */
    public static int run(List<String> args, Supplier<Settings> settings, PrintStream out, PrintStream err) {
        if (args.contains(HELP)) {
            out.print(TEXT);
            return 0;
        }
        if (args.contains(VERSION)) {
            String version = CommandLine.class.getPackage().getImplementationVersion();
            out.println("tuya-ticket-stream " + (version == null ? "(not packaged)" : version));
            return 0;
        }
        String command = args.get(0);
        List<String> options = args.subList(1, args.size());
        if (!OPTIONS.containsKey(command) || !OPTIONS.get(command).containsAll(options)) {
            Set<String> known = OPTIONS.getOrDefault(command, Set.of());
            err.println("not understood: "
                    + args.stream()
                            .filter(word ->
                                    !(word.equals(command) && OPTIONS.containsKey(command)) && !known.contains(word))
                            .map(CommandLine::shown)
                            .distinct()
                            .collect(Collectors.joining(", ")));
            err.print(TEXT);
            return USAGE;
        }
        try {
            Report report = new Report(
                    command.equals("doctor")
                            ? Doctor.examine(settings)
                            : Audit.compare(settings.get(), options.contains(API)));
            if (options.contains(JSON)) {
                report.printJson(out);
            } else {
                report.printLines(out);
            }
            return report.exitCode();
        } catch (SettingException e) {
            err.println(e.getMessage());
            return USAGE;
        } catch (RuntimeException e) {
            err.println(command + " could not run: " + Printable.withoutSecrets(e.toString()));
            return COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }
}
