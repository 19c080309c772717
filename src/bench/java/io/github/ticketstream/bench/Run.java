package io.github.ticketstream.bench;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one contestant did in one round.
 *
 * @param round from 1
 * @param figures what was measured, by name with unit, the most important first
 */
record Run(String question, Setting setting, Contestant contestant, int round, Map<String, Double> figures) {

    /** In a line. */
    @Override
    public String toString() {
        return "%s, %s, round %d, %s: ".formatted(question, setting, round, contestant)
                + figures.entrySet().stream()
                        .map(figure -> figure.getKey() + " " + Figures.text(figure.getValue()))
                        .collect(Collectors.joining("; "));
    }
}
