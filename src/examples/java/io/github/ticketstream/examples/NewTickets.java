package io.github.ticketstream.examples;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * A Camel route: logs each ticket that is new. What was there before the stream is none (ce_backfill), and a change of a
 * known ticket is none either (ce_type).
 *
 * <p>Arguments: the broker's address and the ticket topic.
 */
public final class NewTickets extends RouteBuilder {
    private final String tickets;

    private NewTickets(String brokers, String topic) {
        tickets = "kafka:" + topic + "?isolationLevel=read_committed" // Without it, aborted records are read as well.
                + "&brokers=" + brokers + "&groupId=new-tickets&autoOffsetReset=earliest";
    }

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false"); // This project's settings are not for subscribers.
        main.configure().addRoutesBuilder(new NewTickets(args[0], args[1]));
        main.run();
    }

    // spotless:off
    @Override
    public void configure() {
        from(tickets).routeId("log-new-tickets")
            .filter(simple("${header.ce_type} == 'io.github.ticketstream.ticket.discovered.v1'"))
            .filter(simple("${header.ce_backfill} == null"))
            .log(LoggingLevel.INFO, "io.github.ticketstream.examples", "new ticket ${header.kafka.KEY}: ${body}");
    }
    // spotless:on
}
