package io.github.ticketstream.chaos;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.FaultRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An API that refuses, fails, or speaks nonsense. */
final class ApiFaults {
    private static final Duration STRIKE_PATIENCE = Duration.ofSeconds(10);
    private static final Duration SWEEP_PATIENCE = Duration.ofSeconds(30);

    private ApiFaults() {}

    static Struck tooManyRequests(Stage stage, Random random) {
        Fault fault = Fault.status(429);
        return next(stage, random, Calls.all(), random.nextBoolean() ? fault : fault.retryAfter(Duration.ofSeconds(1)));
    }

    static Struck serverError(Stage stage, Random random) {
        return next(
                stage,
                random,
                Calls.all(),
                Fault.status(List.of(500, 502, 503, 504).get(random.nextInt(4))));
    }

    static Struck html(Stage stage, Random random) {
        return next(stage, random, Calls.all(), Fault.html());
    }

    static Struck truncatedJson(Stage stage, Random random) {
        return next(stage, random, Calls.all(), random.nextBoolean() ? Fault.truncatedJson() : Fault.invalidJson());
    }

    static Struck brokenConnection(Stage stage, Random random) {
        List<Fault> faults = List.of(Fault.cutBody(), Fault.dropConnection(), Fault.dropReply());
        return next(stage, random, Calls.all(), faults.get(random.nextInt(faults.size())));
    }

    static Struck systemBusy(Stage stage, Random random) {
        List<Integer> codes = List.of(500, 1110, 1111, 1113, 1199, 40000309);
        return code(stage, random, codes.get(random.nextInt(codes.size())), 1 + random.nextInt(4));
    }

    /** The first pause after it is 10 s. */
    static Struck unknownCode(Stage stage, Random random) {
        return code(stage, random, 99_999_999, 1);
    }

    static Struck requestRefused(Stage stage, Random random) {
        return code(stage, random, 1000 + 100 * random.nextInt(2), 1);
    }

    /** Not three sweeps in a row: that would count as lasting, and be probed only every 5 minutes. */
    static Struck tokenRefused(Stage stage, Random random) {
        List<Integer> codes = List.of(1010, 1011, 1012, 1400);
        return code(stage, random, codes.get(random.nextInt(codes.size())), 1 + random.nextInt(2));
    }

    static Struck tokenRevoked(Stage stage, Random random) {
        String moment = stage.awaitAny(random);
        long now = System.nanoTime();
        stage.tuya().revokeTokens();
        return Struck.until(moment, now);
    }

    /** Away, and back after a sweep that has got used to it. */
    static Struck clockJump(Stage stage, Random random) {
        Duration jump = Duration.ofMinutes((random.nextBoolean() ? 1L : -1L) * (6 + random.nextInt(300)));
        String moment = stage.awaitAny(random);
        long now = System.nanoTime();
        stage.tuya().quirks().clockSkew(jump);
        stage.progress().await(now, SWEEP_PATIENCE, Progress.Line::isComplete);
        stage.tuya().quirks().clockSkew(Duration.ZERO);
        return Struck.until("by " + jump.toMinutes() + " minutes " + moment, now);
    }

    /** Probed only every 5 minutes: whoever has mended the keys starts the program again. */
    static Struck credentialsRefused(Stage stage, Random random) {
        return untilRestart(stage, Fault.apiError(random.nextBoolean() ? 1004 : 1106, "sign invalid"));
    }

    /** Probed only every hour. */
    static Struck quotaSpent(Stage stage, Random random) {
        return untilRestart(stage, Fault.apiError(random.nextBoolean() ? 28841004 : 28841104, "no quota"));
    }

    private static Struck untilRestart(Stage stage, Fault fault) {
        FaultRule rule = stage.tuya().faults().always(Calls.all(), fault);
        long now = System.nanoTime();
        Wait.must(
                "a sweep that fails for good",
                SWEEP_PATIENCE,
                () -> stage.progress()
                        .last(Progress.Line::isSweep)
                        .orElseThrow()
                        .text()
                        .contains("sweep failed:"));
        rule.cancel();
        Replica active = stage.active();
        active.stop();
        long over = System.nanoTime();
        active.start();
        return new Struck("until a restart of " + active, now, over, Progress.Line::isComplete, Optional.empty());
    }

    private static Struck code(Stage stage, Random random, int code, int times) {
        return strike(stage, random, Calls.feedbacks(), Fault.apiError(code, "code " + code), times);
    }

    private static Struck next(Stage stage, Random random, Calls calls, Fault fault) {
        return strike(stage, random, calls, fault, 1 + random.nextInt(6));
    }

    private static Struck strike(Stage stage, Random random, Calls calls, Fault fault, int times) {
        String moment = stage.awaitAny(random);
        long now = System.nanoTime();
        FaultRule rule = stage.tuya().faults().next(times, calls, fault);
        Wait.until(STRIKE_PATIENCE, () -> rule.timesStruck() == times);
        rule.cancel();
        return Struck.until("%d times %s".formatted(rule.timesStruck(), moment), now);
    }
}
