package io.github.ticketstream.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** One request as it arrived, with the spelling of its parameters understood. */
@SuppressWarnings("ArrayRecordComponent") // calls are never compared
record ApiCall(String method, String path, Query query, Headers headers, byte[] body, ParameterStyle style) {

    static final String TOKEN_PATH = "/v1.0/token";
    static final String FEEDBACKS_PATH = "/v1.0/iot-01/ticket/feedbacks";

    static ApiCall read(HttpExchange exchange, ParameterStyle style) throws IOException {
        // Read to the end even though a GET has no body: what is left unread would cost the connection.
        byte[] body = exchange.getRequestBody().readAllBytes();
        URI uri = exchange.getRequestURI();
        return new ApiCall(
                exchange.getRequestMethod(),
                uri.getPath(),
                Query.parse(uri.getRawQuery()),
                exchange.getRequestHeaders(),
                body,
                style);
    }

    boolean isToken() {
        return path.equals(TOKEN_PATH) || path.startsWith(TOKEN_PATH + "/");
    }

    boolean isFeedbacks() {
        return path.equals(FEEDBACKS_PATH);
    }

    /** The page asked for; 0 when the request is not for a page or its page number is no number. */
    int pageNo() {
        if (!isFeedbacks()) {
            return 0;
        }
        try {
            return query.get(style.pageNo).map(Integer::parseInt).orElse(1);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** A header's value; an empty one counts as absent. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name)).filter(value -> !value.isBlank());
    }

    boolean acceptsGzip() {
        return header("Accept-Encoding")
                .map(value -> value.toLowerCase(Locale.ROOT).contains("gzip"))
                .orElse(false);
    }
}
