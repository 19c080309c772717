package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
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
                CheckResult usable = usable(connections.ticketSettings(), ignored);
                report.check(Report.SETTINGS, () -> usable);
                TuyaChecks tuya = new TuyaChecks(connections, report);
                tuya.run(args);
                new KafkaChecks(connections, report).run();
                tuya.checkQuota();
            }
        } catch (SettingException e) {
            // Without settings nothing else can be checked: one line is enough.
            CheckResult refused = fail(e.getMessage() + ignored, "change that setting");
            report.add(refused.named(Report.SETTINGS));
        }
        return report;
    }

    private static CheckResult usable(TicketSettings settings, String ignored) {
        String found = "usable; transactional id " + settings.transactionalId()
                + (settings.standby().enabled() ? ", with standby" : "") + ignored;
        return ignored.isEmpty() ? ok(found) : warn(found, "correct the names, unless other programs need them");
    }
}
