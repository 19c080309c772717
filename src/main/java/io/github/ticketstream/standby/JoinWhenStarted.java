package io.github.ticketstream.standby;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Joins the election when Camel has started. */
public final class JoinWhenStarted extends SimpleEventNotifierSupport {
    private final CamelContext camel;
    private final KafkaClusterService elections;

    public JoinWhenStarted(CamelContext camel, KafkaClusterService elections) {
        this.camel = camel;
        this.elections = elections;
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextStartedEvent;
    }

    @Override
    public void notify(CamelEvent event) throws Exception {
        camel.addService(elections, true, true);
    }
}
