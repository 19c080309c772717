package io.github.ticketstream.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The query of one request, percent-decoded once.
 *
 * @param wire the query as it travelled, empty when there was none
 * @param values decoded values, sorted by decoded key, which is the order they are signed in
 */
record Query(String wire, SortedMap<String, String> values) {

    static Query parse(String wire) {
        SortedMap<String, String> values = new TreeMap<>();
        if (wire == null || wire.isEmpty()) {
            return new Query("", values);
        }
        for (String pair : wire.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            values.put(decode(key), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new Query(wire, values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** What is signed: {@code a=1&b=x,y}. Commas and spaces stand for themselves, however they were sent. */
    String decoded() {
        return values.entrySet().stream().map(Query::pair).collect(Collectors.joining("&"));
    }

    private static String pair(Map.Entry<String, String> parameter) {
        return parameter.getKey() + "=" + parameter.getValue();
    }

    /** Decodes {@code %XX} only: a plus sign stays one, so whoever sends a space as {@code +} signs another string. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
