package io.github.ticketstream.demo;

import io.github.ticketstream.demo.Screen.Style;
import io.github.ticketstream.kit.Spread;
import io.github.ticketstream.proof.Proof;
import io.github.ticketstream.proof.Proof.Breach;
import io.github.ticketstream.simulator.ServedLog;
import io.github.ticketstream.simulator.ServedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The figures at the end. */
final class Summary {
    private static final int EXAMPLES = 3;

    /** What the run was like; the rest is in its {@link Proof}. */
    record Figures(
            Duration ran,
            long changes,
            long requests,
            Map<String, Long> failures,
            int slowReplies,
            Map<String, Long> sweeps,
            Map<String, Long> calls) {
        static Map<String, Long> failures(ServedLog log) {
            return log.requests().stream()
                    .filter(request -> !request.isOk())
                    .collect(Collectors.groupingBy(ServedRequest::outcome, TreeMap::new, Collectors.counting()));
        }
    }

    private final Screen screen;

    private Summary(Screen screen) {
        this.screen = screen;
    }

    static void print(Screen screen, Figures figures, Proof proof, Spread delays, boolean swept) {
        Summary summary = new Summary(screen);
        screen.line("");
        summary.circumstances(figures);
        summary.spent(figures, proof, delays);
        summary.proof(proof);
        if (!swept) {
            screen.line(screen.paint(
                    Style.BAD, "No complete sweep came after the last change: the latest versions can't be there."));
        }
        boolean held = swept && proof.holds();
        screen.line(screen.paint(
                held ? Style.GOOD : Style.BAD,
                held ? "Every version that was served arrived exactly once, in order." : "THE PROMISE IS BROKEN."));
    }

    private void circumstances(Figures figures) {
        figure("ran", figures.ran().toSeconds() + " s");
        figure("changes", figures.changes());
        long failed =
                figures.failures().values().stream().mapToLong(Long::longValue).sum();
        figure("requests", "%d; %d failed, %d slow".formatted(figures.requests(), failed, figures.slowReplies()));
        figures.failures().forEach((outcome, times) -> figure("  " + outcome, times));
        figure(
                "sweeps",
                "%d complete, %d partial, %d incomplete, %d failed"
                        .formatted(
                                sweeps(figures, "complete"),
                                sweeps(figures, "partial"),
                                sweeps(figures, "incomplete"),
                                sweeps(figures, "failed")));
    }

    private void spent(Figures figures, Proof proof, Spread delays) {
        if (proof.recordsPublished() > 0 && !figures.calls().isEmpty()) {
            String byPurpose = figures.calls().entrySet().stream()
                    .map(calls -> calls.getValue() + " " + calls.getKey())
                    .collect(Collectors.joining(", "));
            double calls =
                    figures.calls().values().stream().mapToLong(Long::longValue).sum();
            figure("calls per version", "%.1f (%s)".formatted(calls / proof.recordsPublished(), byPurpose));
        }
        figure(
                "change to topic",
                delays.isEmpty()
                        ? "no change"
                        : "%.1f s median, %.1f s 95 %%".formatted(delays.median(), delays.at(0.95)));
    }

    private static long sweeps(Figures figures, String outcome) {
        return figures.sweeps().getOrDefault(outcome, 0L);
    }

    private void proof(Proof proof) {
        figure("tickets", proof.tickets());
        figure("versions served", proof.versionsServed());
        figure(
                "versions published",
                "%d, %d of them silent changes"
                        .formatted(proof.recordsPublished() - proof.disappearances(), proof.silentChanges()));
        figure("disappeared", proof.disappearances());
        if (proof.superseded() > 0) {
            figure(
                    "superseded",
                    proof.superseded() + " (served only to a sweep that failed; a newer version was published)");
        }
        for (Breach breach : Breach.values()) {
            List<String> cases = proof.breaches(breach);
            figure(
                    breach.title(),
                    screen.paint(cases.isEmpty() ? Style.GOOD : Style.BAD, Integer.toString(cases.size())));
            cases.stream().limit(EXAMPLES).forEach(each -> screen.line("    " + each));
        }
    }

    private void figure(String name, Object value) {
        screen.line("  %-20s %s".formatted(name, value));
    }
}
