package io.github.ticketstream.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.JavaProcess;
import io.github.ticketstream.kit.KafkaInJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** News alone, in the order of each ticket, through a webhook that fails, asks for a pause, and refuses. */
class ChatRecipeIT {
    private static final String TEXT = ": \"工单\" 100% & ${body}, so";
    private static final StandIn.Answer OK = StandIn.Answer.of(200, "ok");
    private final KafkaInJvm kafka = KafkaInJvm.shared();

    @TempDir
    private Path directory;

    @Test
    void newTicketsAndChangesOfStateAreTold() throws Exception {
        AtomicInteger count = new AtomicInteger();
        List<Long> times = new ArrayList<>();
        try (TicketTopic topic = new TicketTopic(kafka);
                StandIn webhook = new StandIn(request -> {
                    assertAsAWebhookTakesIt(request);
                    times.add(System.nanoTime());
                    return switch (count.incrementAndGet()) {
                        case 1 -> new StandIn.Answer(429, Map.of("Retry-After", "1"), "");
                        case 3 -> StandIn.Answer.of(500, "");
                        case 5 -> StandIn.Answer.of(400, "invalid_payload");
                        default -> OK;
                    };
                })) {
            topic.publish(new ProducerRecord<>(
                    topic.name,
                    null,
                    Instant.now().minus(Duration.ofHours(25)).toEpochMilli(),
                    "T1",
                    TicketTopic.ticket("T1", 0, "Older than a day"),
                    topic.record("T1", 0, "discovered", null).headers()));
            topic.backfilled("T1", 1, "Pending");
            topic.updated("T1", 2, "Pending");
            topic.updated("T1", 3, "Finished");
            topic.updated("T1", 4, "Pending");
            topic.updated("T1", 5, "Refused");
            topic.disappeared("T1", 5);
            topic.forgotten("T1");
            topic.commit();
            List<String> told = List.of("T1 is Finished", "T1 is Pending", "T1 is Refused");
            try (RunningRecipe recipe = start(topic, webhook)) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(webhook.requests()).hasSize(5));
                topic.discovered("T=2,(x)", 1, "Pending");
                topic.commit();
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(webhook.requests()).hasSize(6));
            }
            assertThat(webhook.requests().stream().map(ChatRecipeIT::text).distinct())
                    .containsExactlyElementsOf(
                            List.of(told.get(0) + TEXT, told.get(1) + TEXT, told.get(2) + TEXT, "T=2,(x) is Pending" + TEXT));
            assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    /** Killed once while the webhook has a line and not yet answered, and once after an answer. */
    @Test
    @Tag("proof")
    void afterAKillTheLastLineMayComeAgainAndNoneIsLost() throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch killed = new CountDownLatch(1);
        try (TicketTopic topic = new TicketTopic(kafka);
                StandIn webhook = new StandIn(request -> {
                    assertAsAWebhookTakesIt(request);
                    told.add(text(request));
                    if (told.size() == 5) {
                        assertThatCode(killed::await).doesNotThrowAnyException();
                    }
                    return OK;
                })) {
            for (int change = 1; change <= 20; change++) {
                topic.updated("T1", change, "State " + change);
                expected.add("T1 is State " + change + TEXT);
            }
            topic.commit();
            try (JavaProcess recipe = startProcess(topic, webhook)) {
                await().atMost(Duration.ofMinutes(2)).until(() -> told.size() == 5);
                recipe.kill();
                killed.countDown();
            }
            try (JavaProcess recipe = startProcess(topic, webhook)) {
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> told.size() >= 10);
            }
            try (JavaProcess recipe = startProcess(topic, webhook)) {
                await().atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(withoutRepeated(told)).containsExactlyElementsOf(expected));
            }
            assertThat(told).hasSizeBetween(expected.size() + 1, expected.size() + 2);
        }
    }

    /** A line that comes twice in a row counts as one. */
    private static List<String> withoutRepeated(List<String> told) {
        List<String> lines = new ArrayList<>();
        for (String line : told) {
            if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(line)) {
                lines.add(line);
            }
        }
        return lines;
    }

    private JavaProcess startProcess(TicketTopic topic, StandIn webhook) {
        return RecipeProcess.start("chat.camel.yaml", kafka, topic, Map.of(
                "CHAT_WEBHOOK", webhook.address() + "/hook?key=a",
                "CHAT_STATES", directory.resolve("states").toString()));
    }

    private RunningRecipe start(TicketTopic topic, StandIn webhook) {
        return new RunningRecipe("chat.camel.yaml", kafka, topic, Map.of(
                "chat.webhook", webhook.address() + "/hook?key=a",
                "chat.states", directory.resolve("states").toString()));
    }

    private static void assertAsAWebhookTakesIt(StandIn.Request request) {
        assertThat(request.line()).isEqualTo("POST /hook?key=a");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
        assertThat(request.headers().keySet())
                .as("what Kafka's record had")
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).matches("ce_.*|kafka.*"));
    }

    private static String text(StandIn.Request request) {
        try {
            return new ObjectMapper().readTree(request.body()).get("text").textValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
