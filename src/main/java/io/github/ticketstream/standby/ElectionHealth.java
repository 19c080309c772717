package io.github.ticketstream.standby;

import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.standby.Election.Rank;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Checks whether this replica can be elected. */
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
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Rank rank = election.rank();
        result.detail("group", election.group());
        result.detail("member", election.memberId());
        result.detail("rank", rank.name().toLowerCase(Locale.ROOT));
        if (election.hasGivenUp()) {
            result.down()
                    .message(
                            noMember(
                                    ": the stream stands still here, and is left to another replica; what to do: restart this one"));
        } else if (!election.isAlive()) {
            result.down().message("the election hangs; what to do: restart this replica and report it");
        } else if (rank == Rank.OUTSIDE) {
            KafkaFailure trouble = election.trouble();
            result.down()
                    .message(noMember(
                            trouble == null
                                    ? "; what to do: nothing, unless it lasts"
                                    : ": " + trouble.getMessage() + "; what to do: " + trouble.remedy()));
        } else {
            String role = rank == Rank.LEADER ? "the active replica" : "a standby";
            result.up().message("member of group " + election.group() + ", as " + role);
        }
    }

    private String noMember(String why) {
        return "no member of group " + election.group() + why;
    }
}
