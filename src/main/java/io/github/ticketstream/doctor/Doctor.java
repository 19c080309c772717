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
        List<String> ignored = List.of();
        List<CheckResult> results = new ArrayList<>();
        try {
            Settings all = settings.get();
            ignored = all.ignoredVariables();
            try (Connections connections = Connections.open(all)) {
                results.add(usable(ignored, connections.ticketSettings()));
                results.addAll(new TuyaChecks(connections, quota(connections)).run());
                results.addAll(KafkaChecks.run(connections));
            }
        } catch (SettingException e) {
            // Without settings there is nothing else to check, and no use in saying so of each.
            results.add(CheckResult.fail(Connections.SETTINGS, e.getMessage() + told(ignored), "change that setting"));
        }
        return results;
    }

    private static Quota quota(Connections connections) {
        return new Quota(
                connections.ticketSettings(), connections.tuyaSettings().callsPerMonth());
    }

    private static CheckResult usable(List<String> ignored, TicketSettings settings) {
        String found = "usable; transactional id " + settings.transactionalId()
                + (settings.standby().enabled() ? ", with standby" : "");
        return ignored.isEmpty()
                ? CheckResult.ok(Connections.SETTINGS, found)
                : CheckResult.warn(
                        Connections.SETTINGS,
                        found + told(ignored),
                        "correct the names, unless other programs need them");
    }

    private static String told(List<String> ignored) {
        return ignored.isEmpty() ? "" : "; ignored in the environment: " + String.join(", ", ignored);
    }
}
