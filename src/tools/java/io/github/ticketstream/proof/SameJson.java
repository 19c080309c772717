package io.github.ticketstream.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Compares two texts as JSON: blanks and the order of fields do not count, every digit of a number does. */
final class SameJson {
    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private SameJson() {}

    static boolean same(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        try {
            return EXACT.readTree(one).equals(SameJson::compare, EXACT.readTree(other));
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    private static int compare(JsonNode one, JsonNode other) {
        return one.getNodeType() == other.getNodeType() ? one.toString().compareTo(other.toString()) : 1;
    }
}
