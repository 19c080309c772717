package io.github.ticketstream.doctor;

import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.settings.Settings;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The words after {@code java -jar tuya-ticket-stream.jar}. */
public final class CommandLine {
    private static final int COULD_NOT_RUN = 1;
    private static final int USAGE = 2;
    private static final String HELP = "--help";
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

            --json             the report as a JSON array on standard output
            Both commands take the settings of the stream, and may run beside it.
            Exit codes: 0 all is well, 2 a setting or a word here is not usable, 3 something is not well
            """;

    private CommandLine() {}

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
        String command = args.get(0);
        List<String> options = args.subList(1, args.size());
        if (!OPTIONS.containsKey(command) || !OPTIONS.get(command).containsAll(options)) {
            // Not the words themselves: one may be a secret in the wrong place.
            err.println("these arguments are not understood");
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
            err.println(command + " could not run: " + e);
            return COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }
}
