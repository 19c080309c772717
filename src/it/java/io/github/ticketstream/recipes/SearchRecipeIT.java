package io.github.ticketstream.recipes;

import static io.github.ticketstream.recipes.TicketTopic.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.kit.KafkaInJvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Documents under their ticket's number and update time, in an index that fails, also after it has done its work. */
class SearchRecipeIT {
    private static final Pattern LINE =
            Pattern.compile("(PUT|DELETE) /tickets/_doc/([^/?]+)\\?(?:refresh=false|version=(\\d+)&version_type=external_gte)");

    private final KafkaInJvm kafka = KafkaInJvm.shared();
    private final Map<String, String> documents = new ConcurrentSkipListMap<>();
    private final Map<String, Long> versions = new ConcurrentSkipListMap<>();
    private final AtomicInteger count = new AtomicInteger();

    @Test
    void theIndexEqualsTheTopic() throws Exception {
        try (TicketTopic topic = new TicketTopic(kafka);
                StandIn index = new StandIn(this::answer)) {
            topic.discovered("a b/c?", 1_000, "Pending");
            topic.updated("a b/c?", 1_000, "Silent");
            topic.discovered("T2", 1_000, "Pending");
            topic.disappeared("T2", 1_000);
            topic.discovered("T2", 1_000, "Back");
            topic.discovered("T3", 1_000, "Pending");
            topic.erased("T3", 1_000);
            topic.forgotten("T3");
            topic.discovered("T4", 1_000, "Pending");
            topic.updated("T4", 900, "Older than what the index holds");
            topic.publish(topic.record("T5", 1_000, "discovered", "refused"));
            topic.discovered("T5", 2_000, "Pending");
            topic.commit();
            try (RunningRecipe recipe = new RunningRecipe(
                    "search.camel.yaml",
                    kafka,
                    topic,
                    Map.of("search.url", index.address(), "search.authorization", "ApiKey 1"))) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(documents)
                                .isEqualTo(Map.of(
                                        "a%20b%2Fc%3F", ticket("a b/c?", 1_000, "Silent"),
                                        "T2", ticket("T2", 1_000, "Back"),
                                        "T4", ticket("T4", 1_000, "Pending"),
                                        "T5", ticket("T5", 2_000, "Pending"))));
            }
            List<String> ofT3 = index.requests().stream()
                    .map(StandIn.Request::line)
                    .filter(line -> line.contains("T3"))
                    .distinct()
                    .toList();
            assertThat(ofT3)
                    .containsExactly(
                            "PUT /tickets/_doc/T3?version=1000&version_type=external_gte",
                            "DELETE /tickets/_doc/T3?version=1000&version_type=external_gte",
                            "DELETE /tickets/_doc/T3?refresh=false");
        }
    }

    /** One request in five fails: of these, one before and one after it has done its work. */
    private StandIn.Answer answer(StandIn.Request request) {
        assertThat(request.header("Authorization")).isEqualTo("ApiKey 1");
        assertThat(request.header("Ce_id")).as("what Kafka's record had").isEmpty();
        if (request.line().startsWith("PUT")) {
            assertThat(request.header("Content-type")).isEqualTo("application/json");
        }
        int number = count.incrementAndGet();
        if (number % 10 == 2) {
            return StandIn.Answer.of(503, "");
        }
        StandIn.Answer answer = index(request);
        return number % 10 == 7 ? StandIn.Answer.of(500, "") : answer;
    }

    private StandIn.Answer index(StandIn.Request request) {
        Matcher line = LINE.matcher(request.line());
        assertThat(line.matches()).as(request.line()).isTrue();
        if (request.body().equals("refused")) {
            return StandIn.Answer.of(400, "{\"error\":\"" + request.line() + "\"}");
        }
        String id = line.group(2);
        long known = versions.getOrDefault(id, 0L);
        long version = line.group(3) == null ? known : Long.parseLong(line.group(3));
        if (version < known) {
            return StandIn.Answer.of(409, "{\"error\":\"version_conflict_engine_exception\"}");
        }
        versions.put(id, version);
        boolean wasThere = line.group(1).equals("PUT")
                ? documents.put(id, request.body()) != null
                : documents.remove(id) != null;
        return StandIn.Answer.of(line.group(1).equals("PUT") || wasThere ? 200 : 404, "{}");
    }
}
