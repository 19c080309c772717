package io.github.ticketstream.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ticketstream.kit.KafkaInJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One issue a ticket and one comment a change, in a Jira that fails, also after it has done its work. */
class JiraRecipeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern COMMENTS =
            Pattern.compile("(GET|POST) /rest/api/2/issue/SUP-(\\d+)/comment(?:\\?(.*))?");
    private static final int COMMENTS_ON_A_PAGE = 3;

    private final KafkaInJvm kafka = KafkaInJvm.shared();
    /** Description and comments of each issue, by its label. */
    private final Map<String, List<String>> issues = new ConcurrentHashMap<>();

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();

    @Test
    void eachTicketIsAnIssueAndEachChangeAComment() throws Exception {
        try (TicketTopic topic = new TicketTopic(kafka);
                StandIn jira = new StandIn(this::answer)) {
            topic.discovered("T 1", 1, "Pending");
            topic.updated("T 1", 2, "Finished");
            topic.discovered("T2", 1, "Pending");
            topic.updated("T 1", 3, "Pending");
            topic.disappeared("T 1", 3);
            topic.forgotten("T 1");
            topic.updated("T2", 2, "Finished");
            topic.commit();
            try (RunningRecipe recipe = start(topic, jira, topic.name)) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(changes())
                                .containsExactlyInAnyOrder(
                                        List.of("T 1 Pending", "T 1 Finished", "T 1 Pending", "T 1 "),
                                        List.of("T2 Pending", "T2 Finished")));
            }
            topic.updated("T2", 3, "Refused");
            topic.updated("T2", 4, "Pending");
            topic.commit();
            try (RunningRecipe recipe = start(topic, jira, topic.name)) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(changes())
                                .contains(List.of("T2 Pending", "T2 Finished", "T2 Pending")));
            }
            assertThat(issues.values().toString()).contains("工单", "updated.v1");
        }
    }

    @Test
    void noCommentComesTwiceOnAnIssueWithManyPagesOfThem() throws Exception {
        try (TicketTopic topic = new TicketTopic(kafka);
                StandIn jira = new StandIn(this::jira)) {
            topic.discovered("T1", 1, "S1");
            List<String> changes = new ArrayList<>(List.of("T1 S1"));
            for (int change = 2; change <= 12; change++) {
                topic.updated("T1", change, "S" + change);
                changes.add("T1 S" + change);
            }
            topic.commit();
            try (RunningRecipe recipe = start(topic, jira, topic.name)) {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(changes()).containsExactly(changes));
            }
            topic.discovered("T2", 1, "Last");
            topic.commit();
            try (RunningRecipe recipe = start(topic, jira, topic.name + "-2")) {
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(changes()).contains(List.of("T2 Last")));
                topic.updated("T1", 13, "S13");
                topic.commit();
                changes.add("T1 S13");
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(changes())
                        .as("delivered again from the beginning")
                        .contains(changes));
            }
        }
    }

    private RunningRecipe start(TicketTopic topic, StandIn jira, String group) {
        return new RunningRecipe(
                "jira.camel.yaml",
                kafka,
                topic,
                Map.of(
                        "jira.url", jira.address(),
                        "jira.project", "SUP",
                        "jira.authorization", "Basic 1",
                        "group", group));
    }

    private List<List<String>> changes() {
        return issues.values().stream()
                .map(texts -> texts.stream()
                        .map(text -> text.substring(0, text.indexOf(':')))
                        .toList())
                .toList();
    }

    private StandIn.Answer answer(StandIn.Request request) {
        int number = count.incrementAndGet();
        if (number % 7 == 2) {
            return StandIn.Answer.of(503, "");
        }
        StandIn.Answer answer = jira(request);
        return number % 5 == 3 ? StandIn.Answer.of(500, "") : answer;
    }

    private StandIn.Answer jira(StandIn.Request request) {
        assertThat(request.header("Authorization")).isEqualTo("Basic 1");
        assertThat(request.header("Ce_id")).as("what Kafka's record had").isEmpty();
        JsonNode body = json(request.body());
        if (!request.body().isEmpty()) {
            assertThat(request.header("Content-type")).startsWith("application/json");
        }
        if (request.line().equals("POST /rest/api/2/search/jql")) {
            String jql = body.get("jql").textValue();
            assertThat(jql).matches("project = SUP and labels = ticket-[0-9a-f]{64}");
            String label = jql.replaceAll(".*labels = ", "");
            return ok(Map.of("issues", issues.containsKey(label) ? List.of(issue(label)) : List.of()));
        }
        if (request.line().equals("POST /rest/api/2/issue")) {
            JsonNode fields = body.get("fields");
            assertThat(fields.at("/project/key").textValue()).isEqualTo("SUP");
            assertThat(fields.at("/issuetype/name").textValue()).isEqualTo("Task");
            String label = fields.at("/labels/0").textValue();
            assertThat(issues).doesNotContainKey(label);
            issues.put(
                    label,
                    new CopyOnWriteArrayList<>(
                            List.of(fields.get("description").textValue())));
            keys.add(label);
            return ok(Map.of("key", "SUP-" + keys.size()));
        }
        Matcher line = COMMENTS.matcher(request.line());
        assertThat(line.matches()).as(request.line()).isTrue();
        List<String> texts = issues.get(keys.get(Integer.parseInt(line.group(2)) - 1));
        if (line.group(1).equals("GET")) {
            return ok(page(texts.subList(1, texts.size()), line.group(3)));
        }
        assertThat(line.group(3)).isNull();
        String text = body.get("body").textValue();
        if (text.startsWith("T2 Refused")) {
            return StandIn.Answer.of(400, "{}");
        }
        texts.add(text);
        return ok(Map.of("id", "1"));
    }

    /** As Jira pages: the oldest first unless asked otherwise, and no more at once than it likes. */
    private static Map<String, Object> page(List<String> texts, String query) {
        List<String> newestFirst = new ArrayList<>(texts);
        Collections.reverse(newestFirst);
        Map<String, String> asked = query == null
                ? Map.of()
                : Stream.of(query.split("&"))
                        .map(parameter -> parameter.split("=", 2))
                        .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
        int startAt = Integer.parseInt(asked.getOrDefault("startAt", "0"));
        return Map.of(
                "startAt", startAt,
                "maxResults", COMMENTS_ON_A_PAGE,
                "total", texts.size(),
                "comments", ("-created".equals(asked.get("orderBy")) ? newestFirst : texts)
                        .stream()
                                .skip(startAt)
                                .limit(COMMENTS_ON_A_PAGE)
                                .map(text -> Map.of("id", "1", "body", text))
                                .toList());
    }

    private Map<String, Object> issue(String label) {
        return Map.of(
                "key", "SUP-" + (keys.indexOf(label) + 1), "fields", Map.of("description", issues.get(label).get(0)));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StandIn.Answer ok(Map<String, ?> body) {
        try {
            return StandIn.Answer.of(200, JSON.writeValueAsString(body));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
