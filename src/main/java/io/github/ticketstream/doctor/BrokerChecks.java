package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.skip;
import static io.github.ticketstream.doctor.CheckResult.warn;
import static io.github.ticketstream.doctor.KafkaChecks.attempt;

import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.TopicReader;
import io.github.ticketstream.settings.TicketSettings;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/** The brokers, and the names under which the program works with them. */
final class BrokerChecks {
    static final String BROKERS = "brokers";
    private static final String TRANSACTIONS = "transaction.version";
    private static final String TRANSACTIONAL_ID = "transactional id";
    private static final String GROUP = "standby group";
    /** As many as it takes to lose one and still have two. */
    private static final int ENOUGH_BROKERS = 3;
    /** From here on a late record of a dead producer can't end up in the transaction of the next one. */
    private static final short GOOD_TRANSACTIONS = 2;

    private static final int PATIENCE_MILLIS = 5_000;
    /** The assignor of the standby's members. */
    private static final String OURS = "cooperative-sticky";

    private final Admin admin;
    private final String address;
    private final TicketSettings settings;

    /** @param address the brokers', as it is set */
    BrokerChecks(Admin admin, String address, TicketSettings settings) {
        this.admin = admin;
        this.address = address;
        this.settings = settings;
    }

    /** All but {@link #BROKERS}. */
    static List<CheckResult> skipped(String failed) {
        return List.of(skip(TRANSACTIONS, failed), skip(TRANSACTIONAL_ID, failed), skip(GROUP, failed));
    }

    int count() {
        return TopicReader.get(admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS))
                        .nodes())
                .size();
    }

    CheckResult reachable() {
        int brokers;
        try {
            brokers = count();
        } catch (RetriableException e) {
            throw KafkaFailure.ofSilence(e, address);
        }
        String found = brokers + (brokers == 1 ? " broker at " : " brokers at ") + address;
        return brokers >= ENOUGH_BROKERS
                ? ok(BROKERS, found)
                : warn(
                        BROKERS,
                        found + ": a disk that is lost is a stream that is lost",
                        "for anything but trying out, " + ENOUGH_BROKERS + " brokers or more");
    }

    List<CheckResult> identities() {
        return List.of(
                attempt(TRANSACTIONS, this::transactions),
                attempt(TRANSACTIONAL_ID, this::transactionalId),
                attempt(GROUP, this::group));
    }

    private CheckResult transactions() {
        FinalizedVersionRange level = TopicReader.get(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get("transaction.version");
        return judged(level == null ? 0 : level.maxVersionLevel(), address);
    }

    static CheckResult judged(short level, String address) {
        return level >= GOOD_TRANSACTIONS
                ? ok(TRANSACTIONS, Short.toString(level))
                : warn(
                        TRANSACTIONS,
                        level + " instead of " + GOOD_TRANSACTIONS
                                + ": weaker in one rare case, a record that a dead producer sent and that comes late: it can get"
                                + " into its successor's transaction and so be published although it was given up, or leave a"
                                + " transaction hanging, which hides what is behind it",
                        "kafka-features.sh --bootstrap-server " + address + " upgrade --feature transaction.version="
                                + GOOD_TRANSACTIONS + " (brokers from 4.0 on)");
    }

    /** Whether WRITE is granted shows only when the id is used; and that would fence a running program. */
    private CheckResult transactionalId() {
        String id = settings.transactionalId();
        try {
            TransactionDescription known =
                    TopicReader.get(admin.describeTransactions(List.of(id)).description(id));
            return ok(
                    TRANSACTIONAL_ID,
                    id + ": in use or used before (producer id " + known.producerId() + ", " + known.state()
                            + "); WRITE is not tried");
        } catch (TransactionalIdNotFoundException e) {
            return ok(TRANSACTIONAL_ID, id + ": not in use; DESCRIBE is granted, WRITE is not tried");
        }
    }

    static boolean isOfOthers(int members, String assignor) {
        return members > 0 && !OURS.equals(assignor);
    }

    private CheckResult group() {
        if (!settings.standby().enabled()) {
            return ok(GROUP, "none, since tickets.standby is false");
        }
        String group = settings.transactionalId();
        try {
            ConsumerGroupDescription described = TopicReader.get(admin.describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(group));
            String members = group + ": " + described.members().size() + " members";
            if (isOfOthers(described.members().size(), described.partitionAssignor())) {
                return fail(
                        GROUP,
                        members + ", of another kind of consumer",
                        "end that consumer, or give tickets.transactional-id a name that no other consumer group has");
            }
            return described.authorizedOperations() == null
                            || described.authorizedOperations().contains(AclOperation.READ)
                    ? ok(GROUP, members)
                    : fail(GROUP, members + ", and we may not join", "grant our principal READ on group " + group);
        } catch (GroupIdNotFoundException e) {
            return ok(GROUP, group + ": no members yet; DESCRIBE is granted, READ is not tried");
        }
    }
}
