package io.github.ticketstream.settings;

import java.time.Duration;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first two lines of the log: the list to poll, its cost, and the topics. */
public final class StartLog {
    private static final Logger LOG = LoggerFactory.getLogger(StartLog.class);
    private static final Duration MONTH = Duration.ofDays(30);

    private StartLog() {}

    public static void write(TuyaSettings tuya, TicketSettings tickets) {
        LOG.info(
                "polling {} every {}, page size {}, filters: {}; {} ({})",
                tuya.baseUrl(),
                TimeUtils.printDuration(tickets.pollPeriod()),
                tickets.pageSize().isPresent() ? tickets.pageSize().getAsInt() : "auto",
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
        Duration full = tickets.fullSweepPeriod().orElse(null);
        return full == null
                ? "that is about " + polls + " API calls in 30 days for each page of the list, if every poll reads it"
                : "the whole list every %s: about %d API calls in 30 days for each page of it; up to %d polls between, of one call or a few"
                        .formatted(TimeUtils.printDuration(full), MONTH.dividedBy(full), polls);
    }

    private static String budget(TuyaSettings tuya, TicketSettings tickets) {
        if (tuya.callsPerMonth().isEmpty()) {
            return "the trial edition has about 26000";
        }
        return "the budget is %d a month, which begins on day %d; %s"
                .formatted(
                        tuya.callsPerMonth().getAsLong(),
                        tuya.monthBeginsOn(),
                        tickets.fullSweepPeriod().isPresent()
                                ? "what full sweeps leave of it goes to the polls between"
                                : "beyond it full and partial sweeps share the calls");
    }
}
