package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.doctor.CheckResult.Status;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What brokers may be set to, and the program can't work with. */
final class KafkaChecksTest {
    private static final Map<String, String> USUAL = broker("900000", "6000");

    @Test
    void aTransactionThatTheBrokersWouldNotAllowIsNamedBeforeItIsTried() {
        CheckResult found = limits(broker("9999", "6000"), TestSettings.tickets(), 10_000);

        assertThat(found.status()).isEqualTo(Status.FAIL);
        assertThat(found.found())
                .startsWith("the brokers allow transactions of 9999 ms and")
                .contains("we ask for 10000 and");
        assertThat(found.remedy()).contains("transaction.max.timeout.ms=10000 or more");
        assertThat(limits(broker("10000", "6000"), TestSettings.tickets(), 10_000)
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void theStandbysSessionMustBeOneThatTheBrokersAllow() {
        String[] standby = {"tickets.standby=true", "camel.component.kafka.session-timeout-ms=10000"};

        assertThat(limits(USUAL, TestSettings.tickets(standby), 10_000).status())
                .isEqualTo(Status.OK);
        CheckResult found = limits(broker("900000", "10001"), TestSettings.tickets(standby), 10_000);
        assertThat(found.status()).isEqualTo(Status.FAIL);
        assertThat(found.remedy()).endsWith("session-timeout-ms be from 10001 to 1800000");
        assertThat(limits(broker("900000", "10001"), TestSettings.tickets(), 10_000)
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void aTransactionLogWithMoreReplicasThanBrokersCanNotBeMade() {
        CheckResult found = KafkaChecks.limits(USUAL, 2, TestSettings.tickets(), 10_000);

        assertThat(found.status()).isEqualTo(Status.FAIL);
        assertThat(found.found()).contains("transaction.state.log.replication.factor=3, and there are not so many");
    }

    @Test
    void anotherConsumerInTheStandbysGroupIsToldByItsAssignor() {
        assertThat(KafkaChecks.isOfOthers(0, "")).isFalse();
        assertThat(KafkaChecks.isOfOthers(2, "cooperative-sticky")).isFalse();
        assertThat(KafkaChecks.isOfOthers(1, "range")).isTrue();
        assertThat(KafkaChecks.isOfOthers(1, "")).isTrue();
    }

    @Test
    void transactionsOfTheFirstVersionAreAWarningWithWhatIsWeakerAndTheCommandThatRaisesIt() {
        assertThat(KafkaChecks.transactionVersion((short) 2, "kafka:9092").status())
                .isEqualTo(Status.OK);

        CheckResult old = KafkaChecks.transactionVersion((short) 1, "kafka:9092");
        assertThat(old.status()).isEqualTo(Status.WARN);
        assertThat(old.found()).contains("comes late, and is published although it was given up");
        assertThat(old.remedy())
                .contains("kafka-features.sh --bootstrap-server kafka:9092 upgrade --feature transaction.version=2");
    }

    private static CheckResult limits(Map<String, String> broker, TicketSettings settings, long transactionMillis) {
        return KafkaChecks.limits(broker, 3, settings, transactionMillis);
    }

    private static Map<String, String> broker(String longestTransaction, String shortestSession) {
        return Map.of(
                "transaction.max.timeout.ms",
                longestTransaction,
                "transaction.state.log.replication.factor",
                "3",
                "group.min.session.timeout.ms",
                shortestSession,
                "group.max.session.timeout.ms",
                "1800000");
    }
}
