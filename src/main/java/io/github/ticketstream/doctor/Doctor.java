package io.github.ticketstream.doctor;

import io.github.ticketstream.process.SettingException;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Checks all that publishing needs, in the order in which one thing needs the other. */
final class Doctor {
    private Doctor() {}

    /** @param settings loads the settings, or refuses them by a {@link SettingException} */
    static List<CheckResult> examine(Supplier<Settings> settings) {
        List<CheckResult> results = new ArrayList<>();
        try {
            Settings all = settings.get();
            try (Connections connections = Connections.open(all)) {
                results.add(usable(all, connections.ticketSettings()));
                results.addAll(new TuyaChecks(connections, quota(connections)).run());
                results.addAll(KafkaChecks.run(connections));
            }
        } catch (SettingException e) {
            results.add(CheckResult.fail(Connections.SETTINGS, e.getMessage(), "change that setting"));
            results.addAll(TuyaChecks.skipped(Connections.SETTINGS));
            results.addAll(KafkaChecks.skipped(Connections.SETTINGS));
        }
        return results;
    }

    private static Quota quota(Connections connections) {
        return new Quota(
                connections.ticketSettings(), connections.tuyaSettings().callsPerMonth());
    }

    private static CheckResult usable(Settings all, TicketSettings settings) {
        String found = "usable; transactional id " + settings.transactionalId()
                + (settings.standby().enabled() ? ", with standby" : "");
        List<String> ignored = all.ignoredVariables();
        return ignored.isEmpty()
                ? CheckResult.ok(Connections.SETTINGS, found)
                : CheckResult.warn(
                        Connections.SETTINGS,
                        found + "; ignored in the environment: " + String.join(", ", ignored),
                        "correct the names, unless other programs need them");
    }
}
