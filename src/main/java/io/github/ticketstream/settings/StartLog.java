package io.github.ticketstream.settings;

import java.time.Duration;
import java.util.List;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first lines of the log: what is polled, what it costs, where it goes. */
public final class StartLog {
    private static final Logger LOG = LoggerFactory.getLogger(StartLog.class);
    private static final Duration MONTH = Duration.ofDays(30);

    private StartLog() {}

    public static void write(TuyaSettings tuya, TicketSettings tickets) {
        TicketSettings.Filter filter = tickets.filter();
        LOG.info(
                "polling {} every {}, {} tickets a page (product ids: {}, category path: {}, states: {})",
                tuya.baseUrl(),
                TimeUtils.printDuration(tickets.pollPeriod()),
                tickets.pageSize(),
                orAll(filter.productIds()),
                orAll(filter.categoryPath().isEmpty() ? List.of() : List.of(filter.categoryPath())),
                orAll(filter.states()));
        LOG.info(
                "that is about {} API calls in 30 days for each page of the list ({})",
                MONTH.dividedBy(tickets.pollPeriod()),
                tuya.callsPerMonth().isPresent()
                        ? "the budget is " + tuya.callsPerMonth().getAsLong() + " a month"
                        : "the trial edition has about 26000");
        LOG.info(
                "publishing to topic {} as {}, state in {}{}",
                tickets.topics().tickets(),
                tickets.transactionalId(),
                tickets.topics().state(),
                tickets.standby().enabled() ? "; while active, which the replicas elect" : "");
    }

    private static String orAll(List<String> members) {
        return members.isEmpty() ? "all" : String.join(",", members);
    }
}
