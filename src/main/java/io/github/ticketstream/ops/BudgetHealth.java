package io.github.ticketstream.ops;

import io.github.ticketstream.pace.Outlook;
import io.github.ticketstream.tuya.CallBudget;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the month's budget of calls leaves any for a sweep. */
public final class BudgetHealth extends AbstractHealthCheck {
    private final Outlook outlook;

    public BudgetHealth(Outlook outlook) {
        super("tickets", "call-budget");
        this.outlook = outlook;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        CallBudget budget = outlook.budget();
        if (budget.isKnown()) {
            builder.detail("calls-this-month", budget.used());
        }
        budget.limit().ifPresent(limit -> builder.detail("calls-per-month", limit));
        builder.detail("poll-period", outlook.pace().pollPeriod().toSeconds() + " s");
        builder.detail("full-sweep-period", outlook.pace().fullPeriod().toSeconds() + " s");
        Optional<LocalDate> spentOn = outlook.spentOn();
        spentOn.ifPresent(day -> builder.detail("spent-on-at-the-poll-period", day.toString()));
        Optional<String> problem = outlook.problem();
        if (problem.isPresent()) {
            builder.detail("reason", problem.get());
            builder.detail("remedy", budget.remedy());
            builder.message(problem.get() + "; what to do: " + budget.remedy()).down();
        } else {
            builder.up();
        }
    }
}
