package io.github.ticketstream.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.standby.Membership.Rank;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The election's thread, with a consumer that does what the test says. */
@Timeout(30)
final class MembershipTest {
    private static final TopicPartition ONLY = new TopicPartition("state", 0);

    private final AtomicLong nanos = new AtomicLong();
    private final Queue<Supplier<Consumer<?, ?>>> members = new ArrayDeque<>();
    private final List<Rank> ranks = new CopyOnWriteArrayList<>();
    private final Membership membership = new Membership(
            () -> members.remove().get(), "state", new Lease(Duration.ofSeconds(10), nanos::get), this::changed);
    private final Thread thread = new Thread(membership, "election");

    private void changed() {
        ranks.add(membership.rank());
    }

    @AfterEach
    void end() throws InterruptedException {
        membership.close();
        thread.join();
    }

    @Test
    void theOwnerOfThePartitionIsTheLeader() {
        MockConsumer<byte[], byte[]> member = member();
        members.add(() -> member);
        thread.start();

        assign(member, ONLY);

        await().until(() -> membership.rank() == Rank.LEADER);
        assertThat(ranks).containsExactly(Rank.LEADER);
        assertThat(member.paused()).containsExactly(ONLY);
    }

    @Test
    void whoIsGivenNothingIsAStandbyAndBecomesTheLeaderWhenThePartitionComes() {
        MockConsumer<byte[], byte[]> member = member();
        members.add(() -> member);
        thread.start();

        assign(member);
        await().until(() -> membership.rank() == Rank.STANDBY);
        assign(member, ONLY);

        await().until(() -> membership.rank() == Rank.LEADER);
        assertThat(ranks).containsExactly(Rank.STANDBY, Rank.LEADER);
    }

    @Test
    void withoutAWordFromTheGroupTheLeadershipEndsByItself() {
        MockConsumer<byte[], byte[]> member = member();
        members.add(() -> member);
        thread.start();
        assign(member, ONLY);
        await().until(() -> membership.rank() == Rank.LEADER);

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(membership.rank()).isEqualTo(Rank.OUTSIDE);
        await().until(() -> ranks.equals(List.of(Rank.LEADER, Rank.OUTSIDE)));
    }

    @Test
    void goesOnAfterWhateverIsThrown() {
        MockConsumer<byte[], byte[]> member = member();
        members.add(() -> {
            throw new OutOfMemoryError("the test's");
        });
        members.add(() -> {
            throw GroupAuthorizationException.forGroupId("tickets");
        });
        members.add(() -> member);
        thread.start();

        await().until(() -> membership.trouble() != null);
        assertThat(membership.trouble().getMessage()).contains("denies access to group tickets");
        assertThat(membership.trouble().remedy()).contains("READ");
        assign(member, ONLY);

        await().until(() -> membership.rank() == Rank.LEADER);
        assertThat(membership.isAlive()).isTrue();
    }

    @Test
    void whoStandsStillLeavesTheGroupAndComesBackWhenItGoesOn() {
        AtomicBoolean standsStill = new AtomicBoolean();
        AtomicInteger joined = new AtomicInteger();
        MockConsumer<byte[], byte[]> first = member();
        MockConsumer<byte[], byte[]> second = member();
        members.add(() -> first);
        members.add(() -> {
            joined.incrementAndGet();
            return second;
        });
        membership.givesUpWhen(standsStill::get);
        thread.start();
        assign(first, ONLY);
        await().until(() -> membership.rank() == Rank.LEADER);

        standsStill.set(true);

        await().until(() -> first.closed() && ranks.equals(List.of(Rank.LEADER, Rank.OUTSIDE)));
        assertThat(membership.hasGivenUp()).isTrue();
        await().during(Duration.ofSeconds(2)).until(() -> joined.get() == 0);
        assertThat(membership.isAlive()).isTrue();

        standsStill.set(false);
        assign(second);

        await().until(() -> membership.rank() == Rank.STANDBY);
        assertThat(membership.hasGivenUp()).isFalse();
    }

    @Test
    void leavesTheGroupWhenItIsClosed() throws InterruptedException {
        MockConsumer<byte[], byte[]> member = member();
        members.add(() -> member);
        thread.start();
        assign(member, ONLY);
        await().until(() -> membership.rank() == Rank.LEADER);

        membership.close();
        thread.join();

        assertThat(member.closed()).isTrue();
        assertThat(membership.rank()).isEqualTo(Rank.OUTSIDE);
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
