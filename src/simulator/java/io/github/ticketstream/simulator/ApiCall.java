package io.github.ticketstream.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One request as it arrived.
 *
 * @param wireQuery the query as it travelled, empty when there was none
 * @param query its values, percent-decoded once, by decoded key: the order they are signed in
 * @param style the spelling of parameters that the API understands
 */
@SuppressWarnings("ArrayRecordComponent") // calls are never compared
record ApiCall(
        String method,
        String path,
        String wireQuery,
        SortedMap<String, String> query,
        Headers headers,
        byte[] body,
        ParameterStyle style) {

    static final String TOKEN_PATH = "/v1.0/token";
    static final String FEEDBACKS_PATH = "/v1.0/iot-01/ticket/feedbacks";

    static ApiCall read(HttpExchange exchange, ParameterStyle style) throws IOException {
        // Read to the end even though a GET has no body: what is left unread would cost the connection.
        byte[] body = exchange.getRequestBody().readAllBytes();
        URI uri = exchange.getRequestURI();
        String wireQuery = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new ApiCall(
                exchange.getRequestMethod(),
                uri.getPath(),
                wireQuery,
                parse(wireQuery),
                exchange.getRequestHeaders(),
                body,
                style);
    }

    static SortedMap<String, String> parse(String wireQuery) {
        SortedMap<String, String> values = new TreeMap<>();
        for (String pair : wireQuery.isEmpty() ? new String[0] : wireQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            values.put(decode(key), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return values;
    }

    /** Decodes {@code %XX} only: a plus sign stays one, so a client that sends a space as {@code +} signs another string. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Returns the query as it is signed: {@code a=1&b=x,y}. Commas and spaces are not encoded, however they were sent.
     */
    static String decoded(SortedMap<String, String> query) {
        return query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    }

    boolean isToken() {
        return path.equals(TOKEN_PATH) || path.startsWith(TOKEN_PATH + "/");
    }

    boolean isFeedbacks() {
        return path.equals(FEEDBACKS_PATH);
    }

    boolean isBelowFeedbacks() {
        return path.startsWith(FEEDBACKS_PATH + "/");
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    /** The page asked for; 0 when the request is not for a page or its page number is no number. */
    int pageNo() {
        return ofPage(style.pageNo, "1");
    }

    /** The page size asked for; 0 when none is, or it is no number. */
    int pageSize() {
        return ofPage(style.pageSize, "0");
    }

    private int ofPage(String name, String whenAbsent) {
        try {
            return isFeedbacks() ? Integer.parseInt(query.getOrDefault(name, whenAbsent)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** A header's value; an empty one counts as absent. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name)).filter(value -> !value.isBlank());
    }

    boolean acceptsGzip() {
        return header("Accept-Encoding").orElse("").toLowerCase(Locale.ROOT).contains("gzip");
    }
}
