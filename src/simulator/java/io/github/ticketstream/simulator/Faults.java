package io.github.ticketstream.simulator;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Faults on demand: {@code faults.next(2, Calls.page(3), Fault.cutBody())}.
 *
 * <p>Rules stack, and the newest is asked first. A fault that lets the API answer (slow, cut, truncated) also lets the
 * older rules act; one that answers itself hides them, and their counts stay as they are.
 */
public final class Faults {

    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

    Faults() {}

    /** Strikes the next so many requests of this kind. */
    public FaultRule next(int times, Calls calls, Fault fault) {
        int[] left = {times};
        return add(new FaultRule(calls, fault, () -> left[0]-- > 0));
    }

    /** Strikes each request of this kind with this probability (0 to 1); the seed makes the sequence repeatable. */
    public FaultRule sometimes(double probability, long seed, Calls calls, Fault fault) {
        Random random = new Random(seed);
        return add(new FaultRule(calls, fault, () -> random.nextDouble() < probability));
    }

    /** Strikes every request of this kind until it is cancelled or {@link #clear} is called. */
    public FaultRule always(Calls calls, Fault fault) {
        return add(new FaultRule(calls, fault, () -> true));
    }

    /** Ends all faults. */
    public void clear() {
        rules.forEach(FaultRule::cancel);
        rules.clear();
    }

    Reply answer(ApiCall call, Envelope envelope, Supplier<Reply> api) {
        return answer(call, envelope, api, List.copyOf(rules));
    }

    private static Reply answer(ApiCall call, Envelope envelope, Supplier<Reply> api, List<FaultRule> rules) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            FaultRule rule = rules.get(i);
            if (rule.strikes(call)) {
                List<FaultRule> older = rules.subList(0, i);
                return rule.fault.answer(() -> answer(call, envelope, api, older), envelope);
            }
        }
        return api.get();
    }

    private FaultRule add(FaultRule rule) {
        rules.add(rule);
        return rule;
    }
}
