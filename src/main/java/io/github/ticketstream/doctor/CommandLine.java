package io.github.ticketstream.doctor;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.settings.Settings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line: the words after {@code java -jar tuya-ticket-stream.jar}. */
public final class CommandLine {
    private static final int COULD_NOT_RUN = 1;
    private static final int USAGE = 2;
    private static final int FAILED = 3;
    private static final String HELP = "--help";
    private static final String VERSION = "--version";
    private static final String JSON = "--json";
    private static final String API = "--api";
    private static final String REPORT = "--report";
    static final String PAGE_SIZE = "--page-size";

    private static final Map<String, Set<String>> OPTIONS =
            Map.of("doctor", Set.of(JSON, PAGE_SIZE), "audit", Set.of(JSON, API));

    private static final String TEXT = """
            usage: java -jar tuya-ticket-stream.jar [command]

            without a command  publish tickets until SIGTERM
            doctor [--json] [--page-size]
                               check all that publishing needs, and publish nothing; with --page-size also find
                               how many tickets a page can hold, by up to four calls more
            doctor --report    print, as Markdown without anything personal, how the API answers: 15 calls at most
            audit [--json] [--api]
                               compare the state topic with the ticket topic; with --api also with the API's list
            --help             this text
            --version          prints the version

            --json             the report as a JSON array on standard output
            Both commands take the settings of the stream, and may run beside it.
            Exit codes: 0 all is well, 1 the command could not run, 2 a setting or a word here is not
            usable, 3 something is not well
            """;

    /** An option, without its value, or a short word. */
    private static final Pattern HARMLESS = Pattern.compile("(--?[a-z]{1,12}(?:-[a-z]{1,12}){0,3})(?:=.*)?|[a-z]{1,8}");

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
        if (args.contains(VERSION)) {
            out.println(version());
            return 0;
        }
        String unknown = notUnderstood(args);
        if (!unknown.isEmpty()) {
            err.println("not understood: " + unknown);
            err.print(TEXT);
            return USAGE;
        }
        String ignored = "";
        try {
            Settings all = settings.get();
            if (!all.ignoredVariables().isEmpty()) {
                ignored = "; ignored in the environment: " + String.join(", ", all.ignoredVariables());
            }
            if (args.contains(REPORT)) {
                err.println("asking Tuya, by " + ApiProbe.MAX_CALLS + " calls at most, which count like any others");
                return FieldReport.print(all, out) ? 0 : FAILED;
            }
            Report report =
                    args.get(0).equals("doctor") ? examine(all, ignored, args) : Audit.compare(all, args.contains(API));
            out.print(args.contains(JSON) ? report.json() : report.lines());
            return report.hasFailed() ? FAILED : 0;
        } catch (SettingException e) {
            err.println(e.getMessage() + ignored);
            return USAGE;
        } catch (RuntimeException e) {
            err.println(args.get(0) + " could not run: " + Printable.withoutSecrets(e.toString()));
            return COULD_NOT_RUN;
        } finally {
            out.flush();
        }
    }

    /** Checks all that publishing needs, in the order in which one thing needs the other. */
    private static Report examine(Settings settings, String ignored, List<String> args) {
        Report report = new Report();
        try (Connections connections = Connections.open(settings)) {
            CheckResult usable = ignored.isEmpty()
                    ? CheckResult.ok("usable")
                    : CheckResult.warn("usable" + ignored, "correct the names, unless other programs need them");
            report.add(usable.named("settings"));
            new KafkaChecks(connections, report).run();
            new TuyaChecks(connections).run(report, args);
        }
        return report;
    }

    static String version() {
        String version = CommandLine.class.getPackage().getImplementationVersion();
        return "tuya-ticket-stream " + (version == null ? "(not packaged)" : version);
    }

    /** Lists the words that are not understood; of a word that may be a secret, only its position, counted from 1. */
    private static String notUnderstood(List<String> args) {
        Set<String> known = args.get(0).equals("doctor") && args.contains(REPORT)
                ? Set.of(REPORT)
                : OPTIONS.getOrDefault(args.get(0), Set.of());
        List<String> shown = new ArrayList<>();
        for (int i = OPTIONS.containsKey(args.get(0)) ? 1 : 0; i < args.size(); i++) {
            String word = args.get(i);
            Matcher harmless = HARMLESS.matcher(word);
            if (!known.contains(word)) {
                shown.add(
                        harmless.matches()
                                ? Objects.requireNonNullElse(harmless.group(1), word)
                                : "argument " + (i + 1) + ", which is not repeated since it may be a secret");
            }
        }
        return String.join(", ", shown);
    }
}
