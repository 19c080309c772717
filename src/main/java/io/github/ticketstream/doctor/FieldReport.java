package io.github.ticketstream.doctor;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ticketstream.doctor.ApiProbe.Answer;
import io.github.ticketstream.settings.Settings;
import io.github.ticketstream.settings.TicketState;
import io.github.ticketstream.settings.TuyaSettings;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reports how this account's API behaves where Tuya's pages are silent, as Markdown for an issue.
 *
 * <p>The report holds nothing personal. It shows names of fields, types, counts, and lengths as ranges; of values only
 * documented states, codes, sizes, and times as differences. It shows a field's name if Tuya documents it, or if it
 * looks like a name and most tickets have it: a name that only one ticket has may be a person's.
 */
final class FieldReport {
    private static final int SIZE = 50;
    private static final String TOO_FEW = "can't be said of so few tickets";
    private static final Set<String> NUMBERS = names("create_time update_time evaluation_star new_reply");
    /** Source: Tuya's "Get Service Tickets". */
    private static final Set<String> DOCUMENTED = names("ticket_no create_time update_time state_code state_name"
            + " ticket_type handler_owner handler_owner_nick_name owner_enterprise_name handler_enterprise_name handler"
            + " handler_nick_name description app_name product_name user_account evaluation_star"
            + " evaluation_problem_solve new_reply main_acct_id is_operate");

    private final Connections connections;
    private final ApiProbe api;
    private final PrintStream out;
    /** Page 1, page 2, the last one by the total, and the one past it. */
    private final Map<Long, Answer> pages = new TreeMap<>();

    private long last;
    /** Tickets by number and update time, as first read. */
    private final Map<String, JsonNode> tickets = new LinkedHashMap<>();
    /** The tickets' values, by the fields' names. */
    private final Map<String, List<JsonNode>> fields = new TreeMap<>();

    private FieldReport(Connections connections, PrintStream out) {
        this.connections = connections;
        this.api = new ApiProbe(connections);
        this.out = out;
    }

    private static Set<String> names(String names) {
        return new TreeSet<>(List.of(names.split(" ")));
    }

    /** @return whether the list could be read */
    static boolean print(Settings settings, PrintStream out) {
        try (Connections connections = Connections.open(settings)) {
            return new FieldReport(connections, out).print();
        }
    }

    private boolean print() {
        TuyaSettings tuya = connections.tuyaSettings();
        out.printf(
                "# How the ticket list answers%n%nBy `doctor --report` of %s; data centre: %s. There is no ticket number and"
                        + " no text of a ticket in it.%n%n| question | answer | how it was found |%n|---|---|---|%n",
                CommandLine.version(), tuya.isTuyas() ? tuya.region() : "none of Tuya's (tuya.base-url)");
        Map<Integer, Answer> sizes = api.sizes();
        row(
                "largest page",
                ApiProbe.largest(sizes),
                "page 1 by rising `page_size`, until fewer came than were asked for");
        Answer first = sizes.get(SIZE);
        if (first.isPage()) {
            readPages(first);
            askOddly(first);
            readTickets();
            aboutFields(first);
            aboutStates();
            askSiblings();
        }
        aboutCalls();
        if (first.isPage()) {
            writeFields();
        } else {
            out.printf("%nThe list could not be read: `doctor`, without `--report`, says why.%n");
        }
        return first.isPage();
    }

    private void row(String question, String answer, String how) {
        out.printf("| %s | %s | %s |%n", question, answer, how);
    }

    private void readPages(Answer first) {
        long full = Math.max(1, first.entries().size());
        last = Math.max(1, (first.count("total") + full - 1) / full);
        pages.put(1L, first);
        for (long number : new TreeSet<>(List.of(2L, Math.max(2, last), last + 1))) {
            pages.put(number, api.page(number, SIZE));
        }
        List<JsonNode> walk = pages.entrySet().stream()
                .filter(page -> page.getKey() <= last)
                .flatMap(page -> page.getValue().entries().stream())
                .toList();
        String order = Stream.of("create_time", "update_time", "ticket_no")
                .map(field -> field + " " + direction(field, walk))
                .collect(joining(", "));
        row("order of the list", walk.size() < 3 ? TOO_FEW : order, "pages 1, 2 and the last one");
        row("last page by the total", head(pages.get(last)), "page " + ApiProbe.shown(last));
        row("one past the last page", head(pages.get(last + 1)), "page " + ApiProbe.shown(last + 1));
    }

    private static String direction(String field, List<JsonNode> walk) {
        int rising = 0;
        int falling = 0;
        for (int i = 1; i < walk.size(); i++) {
            JsonNode before = walk.get(i - 1).path(field);
            JsonNode after = walk.get(i).path(field);
            int order = ApiProbe.number(before) < 0 || ApiProbe.number(after) < 0
                    ? before.asText().compareTo(after.asText())
                    : Long.compare(ApiProbe.number(before), ApiProbe.number(after));
            rising += order < 0 ? 1 : 0;
            falling += order > 0 ? 1 : 0;
        }
        int steps = rising + falling;
        if (Math.min(rising, falling) > 0) {
            return "in no order (%d of %d steps rise)".formatted(rising, steps);
        }
        return steps == 0 ? "all equal" : rising > 0 ? "rising" : "falling";
    }

    private static String head(Answer answer) {
        JsonNode more = answer.result().path("has_more");
        return answer.describe(page -> "tickets: %d, `has_more` %s, `total` %s, `page_no` %s"
                .formatted(
                        page.entries().size(),
                        more.isBoolean() ? more.asText() : "no boolean",
                        ApiProbe.shown(page.count("total")),
                        ApiProbe.shown(page.count("page_no"))));
    }

    /** Page 2 in both spellings, and page 0. */
    private void askOddly(Answer first) {
        Map<String, Object> second = Map.of("page_no", 2, "page_size", 1);
        Answer ours = last == 1 ? api.ask("", second, api.spelling()) : pages.get(2L);
        Answer other = api.ask("", second, api.otherSpelling());
        row("parameters in " + api.spelling(), obeyed(ours, first), "page 2 of " + (last == 1 ? "one ticket" : SIZE));
        row("parameters in " + api.otherSpelling(), obeyed(other, first), "page 2 of one ticket");
        Answer zero = api.page(0, SIZE);
        String same = zero.isPage() && zero.entries().equals(first.entries()) ? "as page 1: " : "";
        row("page 0", same + head(zero), "`page_no` 0");
    }

    private static String obeyed(Answer second, Answer first) {
        boolean isSecond = second.count("page_no") != 1 && !second.entries().equals(first.entries());
        String found = isSecond
                ? "obeyed"
                : "ignored: page 1 came, with %d tickets by default"
                        .formatted(second.entries().size());
        return second.describe(page -> first.count("total") < 2 ? TOO_FEW : found);
    }

    /** Reads the tickets of all pages so far. One version of a ticket, read twice, should be the same. */
    private void readTickets() {
        int again = 0;
        Set<String> differing = new TreeSet<>();
        for (JsonNode ticket : api.entries()) {
            String version = ticket.path("ticket_no").asText() + "@"
                    + ticket.path("update_time").asText();
            JsonNode earlier = tickets.putIfAbsent(version, ticket);
            if (earlier != null) {
                again++;
                Stream.of(earlier, ticket)
                        .flatMap(one -> one.properties().stream())
                        .map(Map.Entry::getKey)
                        .filter(name -> !earlier.path(name).equals(ticket.path(name)))
                        .forEach(differing::add);
            }
        }
        tickets.values()
                .forEach(ticket -> ticket.properties()
                        .forEach(field -> fields.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                                .add(field.getValue())));
        row(
                "fields that differ between two reads",
                again == 0 ? TOO_FEW : shown(differing),
                again + " tickets that were read again with the same update time");
    }

    private void aboutFields(Answer first) {
        String how = tickets.size() + " tickets";
        Set<String> texts = new TreeSet<>(NUMBERS);
        texts.removeIf(field -> fields.getOrDefault(field, List.of()).stream().noneMatch(JsonNode::isTextual));
        Stream.of("total", "page_no", "page_size")
                .filter(field -> first.result().path(field).isTextual())
                .forEach(texts::add);
        row(
                "numbers sent as strings",
                texts.isEmpty() ? "none" : String.join(", ", texts),
                how + " and the head of page 1");
        Set<String> more = new TreeSet<>(fields.keySet());
        more.removeAll(DOCUMENTED);
        row("fields that Tuya's page does not name", shown(more), how);
        Set<String> missing = new TreeSet<>(DOCUMENTED);
        missing.removeAll(fields.keySet());
        row("fields of Tuya's page that no ticket has", shown(missing), how);
    }

    private void aboutStates() {
        Map<String, Long> counts = fields.getOrDefault("state_code", List.of()).stream()
                .collect(groupingBy(
                        state -> TicketState.ALL.contains(state.asText()) ? state.asText() : "not on Tuya's page",
                        TreeMap::new,
                        counting()));
        String present = counts.entrySet().stream()
                .map(state -> state.getKey() + " " + state.getValue())
                .collect(joining(", "));
        row("states", present.isEmpty() ? "none" : present, tickets.size() + " tickets");
        // Several states, because their comma is signed in one form and sent in another; or a state that no ticket has.
        List<String> asked = TicketState.ALL.stream()
                .filter(state -> counts.containsKey(state) == counts.size() > 1)
                .limit(Math.max(1, Math.min(2, counts.size() - 1)))
                .toList();
        String states = String.join(",", asked);
        Answer some = api.ask("", Map.of("in_state_list", states, "page_no", 1, "page_size", SIZE), api.spelling());
        boolean isObeyed = some.entries().stream()
                .allMatch(ticket -> asked.contains(ticket.path("state_code").asText()));
        String found = !some.isPage() ? "" : isObeyed ? "obeyed: " : "ignored: ";
        row("`in_state_list`", found + head(some), "`" + states + "`");
    }

    private void askSiblings() {
        tickets.values().stream()
                .map(ticket -> ticket.path("ticket_no").asText())
                .filter(text -> text.matches("[\\w-]{1,64}"))
                .findFirst()
                .ifPresent(number -> {
                    askSibling("/{ticket_no}", number, Map.of());
                    Map<String, Object> all = Map.of("query_mode", 0, "page_no", 1, "page_size", 10);
                    askSibling("/{ticket_no}/communications", number, all);
                });
        askSibling("/feedback-statistics", "", Map.of());
    }

    private void askSibling(String path, String number, Map<String, Object> parameters) {
        String found = api.ask(path.replace("{ticket_no}", number), parameters, api.spelling())
                .describe(answer -> "answers, fields: " + answer.result().size());
        row("`/feedbacks" + path + "`", found, number.isEmpty() ? "without parameters" : "the first ticket");
    }

    private void aboutCalls() {
        String token = api.token().describe(answer -> answer.repeatsToken() ? "the same" : "another one");
        row("token while there is one", token, "the token call");
        double offset = connections.tuya().clock().offset() / 1000.0;
        row("Tuya's clock", "%+.1f s against this machine's".formatted(offset), "`t` of the replies");
        List<Long> millis = api.millis().stream().sorted().toList();
        String latency = millis.isEmpty()
                ? "no reply"
                : "median %d ms, largest %d ms".formatted(millis.get(millis.size() / 2), millis.get(millis.size() - 1));
        row("latency", latency, millis.size() + " replies");
        row("calls", Long.toString(api.calls()), "that for the token included");
    }

    private void writeFields() {
        out.printf(
                "%nFields of %d tickets:%n%n| field | on Tuya's page | tickets | types | length |%n|---|---|---|---|---|%n",
                tickets.size());
        fields.keySet().stream().filter(this::isShown).forEach(name -> {
            List<JsonNode> values = fields.get(name);
            String types = values.stream()
                    .map(value -> value.getNodeType().name().toLowerCase(Locale.ROOT))
                    .distinct()
                    .sorted()
                    .collect(joining(", "));
            String known = DOCUMENTED.contains(name) ? "yes" : "no";
            out.printf("| %s | %s | %d | %s | %s |%n", name, known, values.size(), types, lengths(values));
        });
    }

    /** The next power of two: a range, and no length that a text would be known by. */
    private static String lengths(List<JsonNode> values) {
        IntSummaryStatistics lengths = values.stream()
                .filter(JsonNode::isTextual)
                .mapToInt(value -> value.textValue().length())
                .summaryStatistics();
        return lengths.getCount() == 0 ? "" : "up to " + 2 * Integer.highestOneBit(lengths.getMax());
    }

    /** Lists the names of fields that may be shown, and counts the others. */
    private String shown(Set<String> names) {
        List<String> shown = names.stream().filter(this::isShown).toList();
        int hidden = names.size() - shown.size();
        return (names.isEmpty() ? "none" : String.join(", ", shown))
                + (hidden == 0 ? "" : " and %d whose names are not shown".formatted(hidden));
    }

    private boolean isShown(String name) {
        int on = fields.getOrDefault(name, List.of()).size();
        return DOCUMENTED.contains(name)
                || (name.matches("[a-z][a-zA-Z_]{1,39}") && on >= 2 && on > tickets.size() / 2);
    }
}
