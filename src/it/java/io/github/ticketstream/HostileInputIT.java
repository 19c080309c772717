package io.github.ticketstream;

import static io.github.ticketstream.HostileReplies.PAGE;
import static io.github.ticketstream.HostileReplies.TOKEN;
import static io.github.ticketstream.HostileReplies.nested;
import static io.github.ticketstream.HostileReplies.utf8;
import static io.github.ticketstream.kit.Subscriber.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.FaultRule;
import io.github.ticketstream.simulator.LivingPopulation;
import io.github.ticketstream.tuya.ListEntries;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole program among bad entries and bad replies, while tickets change. {@code -Dhostile.seed=} repeats a run. */
@Tag("proof")
class HostileInputIT extends StreamIT {
    private static final long SEED = Long.getLong("hostile.seed", 20240626L);
    private static final int ROUNDS = 16;
    private static final int REPLIES_A_ROUND = 8;

    private final Random random = new Random(SEED);
    private final HostileReplies replies = new HostileReplies(SEED);

    private static Stream<String> oddTickets() {
        return HostileValues.ODD_NUMBERS.stream()
                .map(number -> "{\"ticket_no\":\"" + number + "\",\"update_time\":1000}");
    }

    /** Entries that must not be published, each with a text of its own. */
    private Stream<String> badEntries() {
        return Stream.of(
                        HostileValues.UNUSABLE_NUMBERS.stream()
                                .map(number -> "{\"ticket_no\":" + number + ",\"update_time\":1000}"),
                        HostileValues.UNUSABLE_TIMES.stream()
                                .map(time -> "{\"ticket_no\":\"TIME\",\"update_time\":" + time + "}"),
                        Stream.of(1_000, 5_000, 90_000)
                                .map(levels ->
                                        "{\"ticket_no\":\"DEEP\",\"update_time\":1000,\"a\":" + nested(levels) + "}"),
                        Stream.of("{\"ticket_no\":\"NAME\",\"update_time\":1000,\"" + "n".repeat(60_000) + "\":1}"),
                        replies.wildEntries(200).filter(json -> json.length() < 20_000 && !isTicket(json)))
                .flatMap(all -> all)
                .map(String::strip)
                .distinct();
    }

    private static Stream<String> tooLarge() {
        return IntStream.range(0, 4)
                .mapToObj(i -> "{\"ticket_no\":\"LARGE" + i + "\",\"update_time\":1000,\"description\":\""
                        + (i == 3 ? "é" : "x").repeat(1_048_600) + "\"}");
    }

    private static boolean isTicket(String json) {
        return ListEntries.entry(json, 1).isTicket();
    }

    @Test
    void hostileEntriesAndRepliesCostNothingButThemselves() {
        tuya.tickets().addGenerated(60, SEED);
        List<String> bad = badEntries().toList();
        startReady("tickets.page-size", "20", "tuya.concurrent-requests", "8");
        long heapBefore = heapUsed();
        Stream.of(bad.stream(), tooLarge(), oddTickets())
                .flatMap(all -> all)
                .forEach(tuya.tickets()::addGarbage);
        try (LivingPopulation living = LivingPopulation.start(tuya.tickets(), Duration.ofMillis(20), SEED)) {
            for (int round = 0; round < ROUNDS; round++) {
                spoilReplies(round);
                assertThat(stream.health("/live").path("http").asInt()).isEqualTo(200);
            }
        }

        tuya.faults().clear();
        awaitNextSweep();

        assertThat(heapUsed() - heapBefore).isLessThan(80_000_000);
        assertPublished(tickets().recordsToEnd());
        assertDeadLettered(deadLetters().recordsToEnd(), bad);
        System.out.printf(
                "hostile input: seed %d, %d replies defective, %d bad entries, %d versions published, heap %+d KiB%n",
                SEED,
                ROUNDS * REPLIES_A_ROUND,
                bad.size() + 4,
                tickets().records().size(),
                (heapUsed() - heapBefore) / 1024);
    }

    /** Until the program has met all of them. */
    private void spoilReplies(int round) {
        List<FaultRule> rules = new ArrayList<>();
        if (round % 8 == 0) {
            byte[] token = replies.mutated(utf8(TOKEN), 1).findFirst().orElseThrow();
            rules.add(tuya.faults().next(1, Calls.token(), Fault.bytes(200, Map.of(), token)));
            tuya.revokeTokens();
        }
        for (int page = 1; page <= REPLIES_A_ROUND; page++) {
            rules.add(tuya.faults().next(1, Calls.page(page), Fault.bytes(200, Map.of(), defective())));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> rules.stream().allMatch(rule -> rule.timesStruck() == 1));
    }

    private byte[] defective() {
        byte[] page = utf8(PAGE);
        return switch (random.nextInt(4)) {
            case 0 ->
                replies.truncated(page)
                        .skip(random.nextInt(page.length))
                        .findFirst()
                        .orElseThrow();
            case 1 -> replies.mutated(page, 1).findFirst().orElseThrow();
            default ->
                utf8(PAGE.replace(
                        replies.any(List.of("\"total\":2", "\"has_more\":false", "\"page_no\":1")),
                        "\"total\":" + replies.any(HostileValues.JSON)));
        };
    }

    private void assertPublished(List<ConsumerRecord<String, String>> records) {
        assertThat(records).extracting(record -> header(record, "ce_id")).doesNotHaveDuplicates();
        Map<String, Long> newest = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            String id = header(record, "ce_id");
            assertThat(id).startsWith(record.key() + "@");
            long updateTime = Long.parseLong(id.substring(record.key().length() + 1));
            assertThat(updateTime).isGreaterThan(newest.getOrDefault(record.key(), 0L));
            newest.put(record.key(), updateTime);
        }
        assertThat(tuya.tickets().snapshot())
                .filteredOn(
                        ticket -> isTicket(ticket.json()) && !ticket.ticketNo().startsWith("LARGE"))
                .hasSizeGreaterThan(60 + HostileValues.ODD_NUMBERS.size())
                .allSatisfy(ticket -> assertThat(newest).containsEntry(ticket.ticketNo(), ticket.updateTime()));
        assertThat(newest).doesNotContainKeys("LARGE0", "LARGE1", "LARGE2", "LARGE3", "TIME", "DEEP", "NAME");
    }

    private void assertDeadLettered(List<ConsumerRecord<String, String>> records, List<String> bad) {
        List<ConsumerRecord<String, String>> cut = records.stream()
                .filter(record -> header(record, "reason").contains("cut to the first"))
                .toList();
        assertThat(cut)
                .extracting(record -> record.value().substring(14, 20))
                .containsExactlyInAnyOrder("LARGE0", "LARGE1", "LARGE2", "LARGE3");
        assertThat(cut)
                .allSatisfy(record -> assertThat(header(record, "reason")).startsWith("too large for Kafka"));
        // Spoilt replies may hold bad entries of their own.
        List<String> told = records.stream().map(ConsumerRecord::value).toList();
        assertThat(told).doesNotHaveDuplicates().containsAll(bad);
        assertThat(records)
                .allSatisfy(record -> assertThat(header(record, "reason")).isNotBlank());
        assertThat(records.size()).isLessThan(bad.size() + cut.size() + ROUNDS * REPLIES_A_ROUND);
    }

    private static long heapUsed() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
