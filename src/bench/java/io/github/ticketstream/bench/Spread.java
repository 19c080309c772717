package io.github.ticketstream.bench;

import java.util.Collection;
import java.util.List;

/** What several measurements of one thing came to. */
record Spread(double least, double median, double most) {

    /** @throws IllegalArgumentException if there is none */
    static Spread of(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return new Spread(percentile(sorted, 0), percentile(sorted, 0.5), percentile(sorted, 1));
    }

    /**
     * The value at this share of the way from the least to the most, between two of them in proportion.
     *
     * @throws IllegalArgumentException if there is none
     */
    static double percentile(List<Double> sorted, double share) {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
