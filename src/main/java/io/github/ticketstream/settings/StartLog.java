package io.github.ticketstream.settings;

import java.time.Duration;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first two lines of the log: what is polled, what it costs, where it goes. */
public final class StartLog {
    private static final Logger LOG = LoggerFactory.getLogger(StartLog.class);
    private static final Duration MONTH = Duration.ofDays(30);

    private StartLog() {}

    public static void write(TuyaSettings tuya, TicketSettings tickets) {
        LOG.info(
                "polling {} every {}, {} tickets a page, filters: {}; {} ({})",
                tuya.baseUrl(),
                TimeUtils.printDuration(tickets.pollPeriod()),
                tickets.pageSize(),
                tickets.filter(),
                costs(tickets),
                budget(tuya, tickets));
        LOG.info(
                "publishing to topic {} as {}, state in {}{}",
                tickets.topics().tickets(),
                tickets.transactionalId(),
                tickets.topics().state(),
                tickets.standby().enabled() ? "; while active, which the replicas elect" : "");
    }

    private static String costs(TicketSettings tickets) {
        long polls = MONTH.dividedBy(tickets.pollPeriod());
        return tickets.fullSweepPeriod()
                .map(period -> "the whole list every " + TimeUtils.printDuration(period) + ": about "
                        + MONTH.dividedBy(period) + " API calls in 30 days for each page of it; up to " + polls
                        + " polls between, of one call or a few")
                .orElse("that is about " + polls
                        + " API calls in 30 days for each page of the list, if every poll reads it");
    }

    private static String budget(TuyaSettings tuya, TicketSettings tickets) {
        if (tuya.callsPerMonth().isEmpty()) {
            return "the trial edition has about 26000";
        }
        return "the budget is " + tuya.callsPerMonth().getAsLong() + " a month, which begins on day "
                + tuya.monthBeginsOn()
                + (tickets.fullSweepPeriod().isPresent()
                        ? "; what full sweeps leave of it goes to the polls between"
                        : "; beyond it full and partial sweeps share the calls");
    }
}
