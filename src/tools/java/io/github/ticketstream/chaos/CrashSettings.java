package io.github.ticketstream.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * What can be said on the command line.
 *
 * @param faults how many, {@code -Dchaos.faults=500}
 * @param seed decides which, when and how, {@code -Dchaos.seed=1}
 * @param replicas of the program, {@code -Dchaos.replicas=2}
 * @param kinds that may strike: names of kinds or of groups, {@code -Dchaos.kinds=broker,api_cut}
 * @param tickets at the start, {@code -Dchaos.tickets=300}
 * @param changeEvery pause between two changes, {@code -Dchaos.change-every-ms=100}
 * @param period of the program, {@code -Dchaos.period-ms=500}
 */
record CrashSettings(
        int faults, long seed, int replicas, Set<FaultKind> kinds, int tickets, Duration changeEvery, Duration period) {

    /** @throws IllegalArgumentException naming the property that can't be used */
    static CrashSettings from(Properties properties) {
        return new CrashSettings(
                (int) number(properties, "chaos.faults", 20, 0, 1_000_000),
                number(properties, "chaos.seed", 1, 0, Long.MAX_VALUE),
                (int) number(properties, "chaos.replicas", 2, 1, 9),
                kinds(properties.getProperty("chaos.kinds", "all")),
                (int) number(properties, "chaos.tickets", 300, 1, 100_000),
                Duration.ofMillis(number(properties, "chaos.change-every-ms", 100, 1, 3_600_000)),
                Duration.ofMillis(number(properties, "chaos.period-ms", 500, 1, 3_600_000)));
    }

    private static long number(Properties properties, String key, long normal, long least, long most) {
        String text = properties.getProperty(key, Long.toString(normal));
        if (text.matches("\\d{1,18}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw new IllegalArgumentException(
                key + ": '" + text + "' is not allowed; it must be a number from " + least + " to " + most);
    }

    private static Set<FaultKind> kinds(String text) {
        if (text.equals("all")) {
            return EnumSet.allOf(FaultKind.class);
        }
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        for (String word : text.toUpperCase(Locale.ROOT).split(",")) {
            var named = Arrays.stream(FaultKind.values())
                    .filter(kind ->
                            kind.name().equals(word) || kind.group().name().equals(word))
                    .toList();
            if (named.isEmpty()) {
                throw new IllegalArgumentException("chaos.kinds: '" + word + "' is neither a kind nor a group of "
                        + Arrays.toString(FaultKind.values()));
            }
            kinds.addAll(named);
        }
        return kinds;
    }

    /** Whether every version that a complete sweep was served must be published, and not only each ticket's last. */
    boolean everyVersionCounts() {
        return kinds.stream().allMatch(kind -> kind.group().sparesEveryVersion());
    }
}
