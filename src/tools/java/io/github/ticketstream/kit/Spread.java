package io.github.ticketstream.kit;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Several measurements of one thing.
 *
 * @param sorted the least first
 */
public record Spread(List<Double> sorted) {
    public static Spread of(Collection<? extends Number> values) {
        return new Spread(values.stream().map(Number::doubleValue).sorted().toList());
    }

    public boolean isEmpty() {
        return sorted.isEmpty();
    }

    public double median() {
        return at(0.5);
    }

    public double most() {
        return at(1);
    }

    /** The value at this share of the way from the least to the most, between two of them in proportion; 0 if there is none. */
    public double at(double share) {
        if (sorted.isEmpty()) {
            return 0;
        }
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /** Formats a value with no more digits than a measurement deserves. */
    public static String text(double value) {
        boolean whole = value >= 10 && value == Math.rint(value);
        int decimals = whole || value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** The median, and the least and the most if they look different. */
    @Override
    public String toString() {
        String least = text(at(0));
        String most = text(most());
        return text(median()) + (least.equals(most) ? "" : " (" + least + "–" + most + ")");
    }
}
