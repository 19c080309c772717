package io.github.ticketstream.chaos;

import io.github.ticketstream.kit.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.Set;

/**
 * The options on the command line.
 *
 * @param faults how many, {@code -Dchaos.faults=500}
 * @param seed decides which, when and how, {@code -Dchaos.seed=1}
 * @param replicas of the program, {@code -Dchaos.replicas=2}
 * @param kinds that may strike: names of kinds or of groups, {@code -Dchaos.kinds=broker,api_cut}
 * @param tickets at the start, {@code -Dchaos.tickets=600}
 */
record CrashSettings(
        int faults, long seed, int replicas, Set<FaultKind> kinds, int tickets) {
    /** Of the program. */
    static final Duration PERIOD = Duration.ofMillis(500);
    /** Nine polls of ten are partial sweeps. */
    static final Duration FULL_SWEEP_PERIOD = PERIOD.multipliedBy(10);


    /** @throws IllegalArgumentException naming the property that can't be used */
    static CrashSettings from(Properties properties) {
        Options options = new Options(properties);
        return new CrashSettings(
                options.number("chaos.faults", 20),
                options.read("chaos.seed", options.text("chaos.seed", "1"), Long::parseLong),
                options.number("chaos.replicas", 2),
                kinds(options.text("chaos.kinds", "all")),
                options.number("chaos.tickets", 600));
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

    /** The order of faults that the seed stands for. Every kind comes once in each round, so that none is forgotten. */
    List<FaultKind> schedule() {
        Random random = new Random(seed);
        List<FaultKind> schedule = new ArrayList<>();
        while (schedule.size() < faults) {
            List<FaultKind> round = new ArrayList<>(kinds);
            Collections.shuffle(round, random);
            schedule.addAll(round.subList(0, Math.min(round.size(), faults - schedule.size())));
        }
        return schedule;
    }

    /** Returns whether every version that a complete sweep was served must be published, and not only each ticket's last. */
    boolean everyVersionCounts() {
        return kinds.stream().allMatch(kind -> kind.group().sparesEveryVersion());
    }
}
