package io.github.ticketstream.soak;

import io.github.ticketstream.kit.Footprint;
import io.github.ticketstream.kit.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;

/** Compares the first third of a run with its last: medians, so that one bad moment decides nothing. */
final class Growth {
    private static final long HEAP_SLACK_KIB = 5 << 10;
    /** A pool may be one connection fuller at one end than at the other. */
    private static final long HANDLE_SLACK = 2;

    private final List<Sample> samples;
    private final List<String> lines = new ArrayList<>();
    private final List<String> breaches = new ArrayList<>();

    /**
     * The resources of a process at a moment.
     *
     * @param heap KiB of live objects
     * @param files open file handles
     * @param resident KiB of memory
     */
    record Sample(long heap, long threads, long files, long resident) {
        static Sample of(Footprint process) {
            return new Sample(process.liveHeap(), process.threads(), process.files(), process.resident());
        }
    }

    Growth(List<Sample> samples) {
        this.samples = samples;
        lines.add(String.format(Locale.ROOT, "  %-24s %12s %12s", "", "first third", "last third"));
        compare("heap after GC, KiB", Sample::heap, heap -> heap + heap / 10 + HEAP_SLACK_KIB);
        compare("threads", Sample::threads, threads -> threads + HANDLE_SLACK);
        compare("file handles", Sample::files, files -> files + HANDLE_SLACK);
        compare("resident memory, KiB", Sample::resident, resident -> Long.MAX_VALUE);
    }

    private void compare(String what, ToLongFunction<Sample> figure, LongUnaryOperator allowed) {
        int third = Math.max(1, samples.size() / 3);
        long before = median(samples.subList(0, third), figure);
        long after = median(samples.subList(samples.size() - third, samples.size()), figure);
        lines.add(String.format(Locale.ROOT, "  %-24s %12d %12d", what, before, after));
        if (after > allowed.applyAsLong(before)) {
            breaches.add(what + " grew from " + before + " to " + after);
        }
    }

    private static long median(List<Sample> some, ToLongFunction<Sample> figure) {
        return Math.round(Spread.of(some.stream().map(figure::applyAsLong).toList()).median());
    }

    List<String> lines() {
        return lines;
    }

    List<String> breaches() {
        return breaches;
    }
}
