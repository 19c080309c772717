package io.github.ticketstream.doctor;

import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.settings.Settings;
import java.util.List;
import java.util.function.Supplier;

/** Checks all that publishing needs, in the order in which one thing needs the other. */
final class Doctor {
    private Doctor() {}

    /**
     * @param settings loads the settings, or refuses them by a {@link SettingException}
     * @param args may hold {@link CommandLine#PAGE_SIZE}
     */
    static Report examine(Supplier<Settings> settings, List<String> args) {
        Report report = new Report();
        String ignored = "";
        try {
            Settings all = settings.get();
            List<String> variables = all.ignoredVariables();
            ignored = variables.isEmpty() ? "" : "; ignored in the environment: " + String.join(", ", variables);
            try (Connections connections = Connections.open(all)) {
                CheckResult usable = ignored.isEmpty()
                        ? CheckResult.ok("usable")
                        : CheckResult.warn("usable" + ignored, "correct the names, unless other programs need them");
                report.add(usable.named(Report.SETTINGS));
                new KafkaChecks(connections, report).run();
                new TuyaChecks(connections).run(report, args);
            }
        } catch (SettingException e) {
            // Without settings nothing else can be checked: one line is enough.
            CheckResult refused = CheckResult.fail(e.getMessage() + ignored, "change that setting");
            report.add(refused.named(Report.SETTINGS));
        }
        return report;
    }
}
