package io.github.ticketstream.settings;

import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first two lines of the log: the list to poll, and the topics. */
public final class StartLog {
    private static final Logger LOG = LoggerFactory.getLogger(StartLog.class);

    private StartLog() {}

    public static void write(TuyaSettings tuya, TicketSettings tickets) {
        LOG.info(
                "polling {} every {}, page size {}, calls a month {}, filters: {}",
                tuya.baseUrl(),
                TimeUtils.printDuration(tickets.pollPeriod()),
                tickets.pageSize().isPresent() ? tickets.pageSize().getAsInt() : "auto",
                tuya.callsPerMonth().isPresent() ? tuya.callsPerMonth().getAsLong() : "unlimited",
                tickets.filter());
        LOG.info(
                "publishing to topic {} as {}, state in {}{}",
                tickets.topics().tickets(),
                tickets.transactionalId(),
                tickets.topics().state(),
                tickets.standby().enabled() ? "; while active, which the replicas elect" : "");
    }
}
