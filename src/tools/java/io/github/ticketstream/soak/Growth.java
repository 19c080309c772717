package io.github.ticketstream.soak;

import io.github.ticketstream.kit.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Compares the first third of a run with its last: medians, so that one bad moment decides nothing. */
final class Growth {
    private static final long HEAP_SLACK = 5L << 20;
    private static final int A_TENTH = 10;
    /** A pool may be one connection fuller at one end than at the other. */
    private static final long HANDLE_SLACK = 2;

    private final List<Sample> samples;
    private final List<String> lines = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();

    private Growth(List<Sample> samples) {
        this.samples = samples;
    }

    static Growth of(List<Sample> samples) {
        Growth growth = new Growth(samples);
        growth.lines.add(String.format(Locale.ROOT, "  %-24s %12s %12s", "", "first third", "last third"));
        growth.compare("heap after GC, KiB", sample -> sample.heap() / 1024, (HEAP_SLACK / 1024));
        growth.compare("threads", Sample::threads, HANDLE_SLACK);
        growth.compare("file handles", Sample::files, HANDLE_SLACK);
        growth.tell("resident memory, KiB", Sample::resident);
        return growth;
    }

    private void compare(String what, ToLongFunction<Sample> figure, long slack) {
        long before = first(figure);
        long after = last(figure);
        tell(what, figure);
        long allowed = before + slack + (slack == HANDLE_SLACK ? 0 : before / A_TENTH);
        if (after > allowed) {
            breaches.add(what + " grew from " + before + " to " + after);
        }
    }

    private void tell(String what, ToLongFunction<Sample> figure) {
        lines.add(String.format(Locale.ROOT, "  %-24s %12d %12d", what, first(figure), last(figure)));
    }

    private long first(ToLongFunction<Sample> figure) {
        return median(samples.subList(0, third()), figure);
    }

    private long last(ToLongFunction<Sample> figure) {
        return median(samples.subList(samples.size() - third(), samples.size()), figure);
    }

    private int third() {
        return Math.max(1, samples.size() / 3);
    }

    private static long median(List<Sample> some, ToLongFunction<Sample> figure) {
        return Math.round(
                Spread.of(some.stream().map(figure::applyAsLong).toList()).median());
    }

    List<String> lines() {
        return lines;
    }

    /** What grew too much, in words. */
    List<String> breaches() {
        return breaches;
    }
}
