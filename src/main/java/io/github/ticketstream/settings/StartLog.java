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
                "polling {} every {}, page size {}, calls a month {}, filters: {}; {}",
                tuya.baseUrl(),
                TimeUtils.printDuration(tickets.pollPeriod()),
                tickets.pageSize().isPresent() ? tickets.pageSize().getAsInt() : "auto",
                tuya.callsPerMonth().isPresent() ? tuya.callsPerMonth().getAsLong() : "unlimited",
                tickets.filter(),
                cost(tickets));
        LOG.info(
                "publishing to topic {} as {}, state in {}{}",
                tickets.topics().tickets(),
                tickets.transactionalId(),
                tickets.topics().state(),
                tickets.standby().enabled() ? "; while active, which the replicas elect" : "");
    }

    /** Estimates for one page of the list, because nobody knows yet how many it has. */
    private static String cost(TicketSettings tickets) {
        long polls = MONTH.dividedBy(tickets.pollPeriod());
        return tickets.fullSweepPeriod()
                .map(full ->
                        "for each page of the list about %d calls in 30 days for full sweeps, the rest for up to %d polls between"
                                .formatted(MONTH.dividedBy(full), polls))
                .orElse("for each page of the list about %d calls in 30 days, or its share of the calls a month"
                        .formatted(polls));
    }
}
