package io.github.ticketstream.standby;

import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.standby.Election.Rank;
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
        String problem = problem();
        if (problem.isEmpty()) {
            String role = election.isLeader() ? "the active replica" : "a standby";
            result.up().message("member of group " + election.group() + ", as " + role);
        } else {
            result.down().message(problem);
        }
    }

    private String problem() {
        String noMember = "no member of group " + election.group();
        if (election.hasGivenUp()) {
            return noMember
                    + ": the stream stands still here, and is left to another replica; what to do: restart this one";
        }
        if (!election.isAlive()) {
            return "the election hangs; what to do: restart this replica and report it";
        }
        if (election.rank() != Rank.OUTSIDE) {
            return "";
        }
        KafkaFailure trouble = election.trouble();
        return noMember
                + (trouble == null
                        ? "; what to do: nothing, unless it lasts"
                        : ": " + trouble.getMessage() + "; what to do: " + trouble.remedy());
    }
}
