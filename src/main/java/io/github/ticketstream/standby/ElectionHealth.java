package io.github.ticketstream.standby;

import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.standby.Membership.Rank;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether this replica can be elected. */
public final class ElectionHealth extends AbstractHealthCheck {
    private final Election election;

    public ElectionHealth(Election election) {
        super("tickets", "election");
        this.election = election;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Membership membership = election.membership();
        Rank rank = membership.rank();
        KafkaFailure trouble = membership.trouble();
        builder.detail("group", election.group());
        builder.detail("member", membership.memberId());
        builder.detail("rank", rank.name().toLowerCase(Locale.ROOT));
        if (membership.hasGivenUp()) {
            builder.message(
                            "no member of group " + election.group()
                                    + ": the stream stands still here, and is left to another replica; what to do: restart this one")
                    .down();
        } else if (!membership.isAlive()) {
            builder.message("the election hangs; what to do: restart this replica and report it")
                    .down();
        } else if (rank != Rank.OUTSIDE) {
            builder.message("member of group " + election.group() + ", as "
                            + (rank == Rank.LEADER ? "the active replica" : "a standby"))
                    .up();
        } else {
            String why = trouble == null
                    ? "; what to do: nothing, unless it lasts"
                    : ": " + trouble.getMessage() + "; what to do: " + trouble.remedy();
            builder.message("no member of group " + election.group() + why).down();
        }
    }
}
