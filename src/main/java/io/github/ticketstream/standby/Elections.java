package io.github.ticketstream.standby;

import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.settings.TicketSettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The election in which this replica takes part. */
public final class Elections {
    private Elections() {}

    /**
     * Empty without standby. The group is not joined before Camel has started: by then there are routes that a leader can
     * start.
     */
    public static Optional<KafkaClusterView> join(
            CamelContext camel, TicketSettings settings, PublishedState published) {
        if (!settings.standby().enabled()) {
            return Optional.empty();
        }
        Duration session = settings.standby().session();
        KafkaClusterService elections = new KafkaClusterService(
                group -> published.newGroupMember(group, session),
                new KafkaClusterService.Rules(settings.topics().state(), session));
        elections.setCamelContext(camel);
        camel.getManagementStrategy().addEventNotifier(new JoinWhenStarted(camel, elections));
        return Optional.of(elections.view(settings.transactionalId()));
    }
}
