package io.github.ticketstream.doctor;

import java.util.ArrayList;
import java.util.List;

/** What one comparison found: how many, and the first few. */
final class Findings {
    private static final int EXAMPLES = 10;

    private final String check;
    private final List<String> examples = new ArrayList<>();
    private long count;

    Findings(String check) {
        this.check = check;
    }

    void add(String example) {
        count++;
        if (examples.size() < EXAMPLES) {
            examples.add(example);
        }
    }

    /** Each one breaks the promise. */
    CheckResult difference(String remedy) {
        return count == 0 ? CheckResult.ok(check, "none") : CheckResult.fail(check, summary(), remedy);
    }

    /** Nothing is broken, and something is weaker. */
    CheckResult weakness(String remedy) {
        return count == 0 ? CheckResult.ok(check, "none") : CheckResult.warn(check, summary(), remedy);
    }

    /** None of them has to be wrong. */
    CheckResult information(String meaning) {
        return CheckResult.ok(check, count == 0 ? "none" : summary() + " (" + meaning + ")");
    }

    private String summary() {
        return count + (count > EXAMPLES ? ", first " : ": ") + String.join(", ", examples);
    }
}
