package io.github.ticketstream.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.standby.Election.Rank;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The election's thread, with a consumer that does what the test says. */
@Timeout(30)
final class ElectionTest {
    private static final TopicPartition ONLY = new TopicPartition("tuya.tickets.state", 0);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // Such a clock may overflow.
    private final Queue<Supplier<Consumer<?, ?>>> members = new ArrayDeque<>();
    private final List<Rank> ranks = new CopyOnWriteArrayList<>();
    private final MockConsumer<byte[], byte[]> member = member();
    private final Election election = new Election(
            () -> members.remove().get(),
            TestSettings.tickets("camel.component.kafka.session-timeout-ms=10000"),
            nanos::get);

    @BeforeEach
    void listen() {
        election.onChange(() -> ranks.add(election.rank()));
    }

    @AfterEach
    void end() {
        election.stop();
    }

    private void start() {
        members.add(() -> member);
        election.start();
    }

    private void startAsLeader() {
        start();
        assign(member, ONLY);
        await().until(() -> ranks.equals(List.of(Rank.LEADER)));
    }

    @Test
    void withoutAWordFromTheGroupTheLeadershipEndsByItself() {
        startAsLeader();

        nanos.addAndGet(4_999_999_999L);
        assertThat(election.rank()).isEqualTo(Rank.LEADER);
        nanos.addAndGet(1);

        assertThat(election.rank()).isEqualTo(Rank.OUTSIDE);
        await().until(() -> ranks.equals(List.of(Rank.LEADER, Rank.OUTSIDE)));
    }

    @Test
    void goesOnAfterWhateverIsThrown() {
        members.add(() -> {
            throw new OutOfMemoryError("the test's");
        });
        members.add(() -> {
            throw GroupAuthorizationException.forGroupId("tickets");
        });
        start();

        await().until(() -> election.trouble() != null);
        assertThat(election.trouble().getMessage()).contains("denies access", "group: tickets");
        assertThat(election.trouble().remedy()).contains("READ");
        assign(member, ONLY);

        await().until(() -> election.rank() == Rank.LEADER);
        assertThat(election.isAlive()).isTrue();
    }

    @Test
    void whoStandsStillLeavesTheGroupAndComesBackWhenItGoesOn() {
        AtomicBoolean standsStill = new AtomicBoolean();
        AtomicInteger joined = new AtomicInteger();
        MockConsumer<byte[], byte[]> second = member();
        election.givesUpWhen(standsStill::get);
        startAsLeader();
        members.add(() -> {
            joined.incrementAndGet();
            return second;
        });

        standsStill.set(true);

        await().until(() -> member.closed() && ranks.equals(List.of(Rank.LEADER, Rank.OUTSIDE)));
        assertThat(election.hasGivenUp()).isTrue();
        await().during(Duration.ofSeconds(2)).until(() -> joined.get() == 0);
        assertThat(election.isAlive()).isTrue();

        standsStill.set(false);
        assign(second);

        await().until(() -> election.rank() == Rank.STANDBY);
        assertThat(election.hasGivenUp()).isFalse();
    }

    @Test
    void theOwnerOfThePartitionIsTheLeaderUntilItIsStopped() {
        startAsLeader();
        assertThat(election.isLeader()).isTrue();
        assertThat(member.paused()).containsExactly(ONLY);

        election.stop();

        assertThat(member.closed()).isTrue();
        assertThat(election.rank()).isEqualTo(Rank.OUTSIDE);
    }

    private static MockConsumer<byte[], byte[]> member() {
        MockConsumer<byte[], byte[]> member = new MockConsumer<>("latest");
        member.updateEndOffsets(Map.of(ONLY, 0L));
        return member;
    }

    private static void assign(MockConsumer<byte[], byte[]> member, TopicPartition... partitions) {
        member.schedulePollTask(() -> member.rebalance(List.of(partitions)));
    }
}
