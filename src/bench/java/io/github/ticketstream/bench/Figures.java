package io.github.ticketstream.bench;

import java.util.Locale;

/** Figures as they are printed: no more digits than a measurement is worth. */
final class Figures {
    private Figures() {}

    static String text(double value) {
        boolean whole = value >= 10 && value == Math.rint(value);
        int decimals = whole || value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** The median, and the least and the most if they look different. */
    static String text(Spread spread) {
        String least = text(spread.least());
        String most = text(spread.most());
        return text(spread.median()) + (least.equals(most) ? "" : " (" + least + "–" + most + ")");
    }
}
