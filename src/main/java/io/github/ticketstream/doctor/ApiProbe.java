package io.github.ticketstream.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.ticketstream.tuya.PageSize;
import io.github.ticketstream.tuya.TicketList;
import io.github.ticketstream.tuya.Tuya;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.util.StringHelper;
import org.apache.hc.core5.net.PercentCodec;

/**
 * Makes single calls to the API with parameters that the stream never sends, and parses each reply as a tree, which is
 * never published. Descriptions of an answer hold nothing personal: counts, codes and sizes, but no text of the API's.
 */
final class ApiProbe {
    /** The most calls of one run, because calls are paid for. */
    static final int MAX_CALLS = 15;

    /** A larger number is no count of anything, and may be somebody's. */
    private static final long MAX_COUNT = 10_000_000;

    private final Tuya tuya;
    private final boolean camelCase;
    private final long before;
    private final List<Long> millis = new ArrayList<>();
    private final List<JsonNode> entries = new ArrayList<>();

    ApiProbe(Connections connections) {
        this.tuya = connections.tuya();
        this.camelCase = connections.tuyaSettings().camelCase();
        this.before = tuya.budget().made();
    }

    long calls() {
        return tuya.budget().made() - before;
    }

    /** Returns how long each reply took, in milliseconds. */
    List<Long> millis() {
        return millis;
    }

    /** All members of all lists that came, those that are objects. */
    List<JsonNode> entries() {
        return entries;
    }

    String spelling() {
        return camelCase ? "camelCase" : "snake_case";
    }

    String otherSpelling() {
        return camelCase ? "snake_case" : "camelCase";
    }

    /** A page of the list in the spelling of the settings. */
    Answer page(long number, int size) {
        return ask("", Map.of("page_no", number, "page_size", size), spelling());
    }

    /**
     * @param path below that of the list
     * @param parameters by their names in snake_case
     */
    Answer ask(String path, Map<String, Object> parameters, String spelling) {
        // One is left for a token that has to be renewed on the way.
        if (calls() >= MAX_CALLS - 1) {
            return Answer.NOT_ASKED;
        }
        StringJoiner query = new StringJoiner("&");
        new TreeMap<>(parameters).forEach((name, value) -> {
            String spelt = spelling.equals("camelCase") ? StringHelper.dashToCamelCase(name.replace('_', '-')) : name;
            query.add(spelt + "=" + PercentCodec.encode(value.toString(), StandardCharsets.UTF_8));
        });
        return answer(tuya.asking().ask(TicketList.PATH + path, query.toString()));
    }

    /** Requests a token although there is one already. */
    Answer token() {
        return calls() >= MAX_CALLS ? Answer.NOT_ASKED : answer(tuya.asking().askForToken());
    }

    private Answer answer(Tuya.RawReply reply) {
        if (reply.status() > 0) {
            millis.add(reply.millis());
        }
        JsonNode tree;
        try {
            tree = new ObjectMapper().readTree(reply.body());
        } catch (IOException e) {
            // Its message may quote the body.
            tree = MissingNode.getInstance();
        }
        Answer answer =
                new Answer(reply.status(), tree.isObject() ? tree : MissingNode.getInstance(), reply.repeatsToken());
        answer.entries().stream().filter(JsonNode::isObject).forEach(entries::add);
        return answer;
    }

    /** The answers for rising page sizes: up to the first that the API does not give, or until the list holds no more. */
    Map<Integer, Answer> sizes() {
        Map<Integer, Answer> answers = new LinkedHashMap<>();
        for (int size : PageSize.SIZES) {
            Answer answer = page(1, size);
            answers.put(size, answer);
            int given = answer.entries().size();
            if (given < size || answer.count("total") == given) {
                break;
            }
        }
        return answers;
    }

    /** Describes the result of {@link #sizes}. */
    static String largest(Map<Integer, Answer> sizes) {
        int largest = 0;
        boolean isAll = false;
        List<String> found = new ArrayList<>();
        for (Map.Entry<Integer, Answer> asked : sizes.entrySet()) {
            Answer answer = asked.getValue();
            int given = answer.entries().size();
            largest = Math.max(largest, given);
            // A larger list, or a larger number, might have shown more.
            isAll = answer.isPage()
                    && (given == answer.count("total") || given == PageSize.SIZES.get(sizes.size() - 1));
            found.add(asked.getKey() + " -> " + (answer.isPage() ? given : answer.outcome()));
        }
        return largest + (isAll ? " or more" : "") + " (asked -> given: " + String.join(", ", found) + ")";
    }

    /** A count as it may be shown. */
    static String shown(long count) {
        return count < 0 ? "none" : count > MAX_COUNT ? "more than " + MAX_COUNT : Long.toString(count);
    }

    /** An integer, also if it was sent as a string; -1 if it is none. */
    static long number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? Math.max(-1, node.longValue())
                : node.isTextual() && node.textValue().matches("\\d{1,18}") ? Long.parseLong(node.textValue()) : -1;
    }

    /**
     * One answer.
     *
     * @param status of HTTP; 0 if there was no whole reply, -1 if the request was not sent
     * @param tree missing if it is no JSON object
     * @param repeatsToken whether it holds the token with which the calls before were made
     */
    record Answer(int status, JsonNode tree, boolean repeatsToken) {
        static final Answer NOT_ASKED = new Answer(-1, MissingNode.getInstance(), false);

        boolean isOk() {
            return tree.path("success").asBoolean();
        }

        JsonNode result() {
            return isOk() ? tree.path("result") : MissingNode.getInstance();
        }

        boolean isPage() {
            return result().path("list").isArray();
        }

        List<JsonNode> entries() {
            return result().path("list").valueStream().toList();
        }

        /** A number of the result; -1 if it is not there. */
        long count(String field) {
            return number(result().path(field));
        }

        /** Describes the answer by these words, or the failure if there is none. */
        String describe(Function<Answer, String> words) {
            return isOk() ? words.apply(this) : outcome();
        }

        String outcome() {
            if (status <= 0) {
                return status < 0
                        ? "not asked, since " + MAX_CALLS + " calls were made"
                        : "no reply in time, or none that was whole";
            }
            String code = tree.path(tree.has("code") ? "code" : "errorCode").asText();
            String shown = code.matches("\\d{1,8}") ? "code " + code : "no code that can be shown";
            return isOk()
                    ? "no list"
                    : tree.isMissingNode() ? "HTTP status " + status + " without JSON" : "refused with " + shown;
        }
    }
}
