package io.github.ticketstream.simulator;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One way for a request to go wrong. A fault stands between the API and the client: it may let the API answer and spoil
 * the answer, or answer in its place, and then the API never sees the request.
 */
public interface Fault {

    Reply answer(Supplier<Reply> api, Envelope envelope);

    /** HTTP 200 with a failure envelope, as Tuya sends its errors. */
    static Fault apiError(int code, String msg) {
        return (api, envelope) -> Reply.json("code " + code, envelope.failure(Integer.toString(code), msg));
    }

    /** With {@code code} as a JSON string. */
    static Fault apiError(String code, String msg) {
        return (api, envelope) -> Reply.json("code " + code, envelope.failure(Envelope.quote(code), msg));
    }

    /** An HTTP status with a gateway's HTML page, as of something in front of the API. */
    static Fault status(int status) {
        return (api, envelope) -> Reply.status(status);
    }

    /** Adds {@code Retry-After} in its form of seconds, rounded down. */
    default Fault retryAfter(Duration wait) {
        return (api, envelope) -> answer(api, envelope).withHeader("Retry-After", Long.toString(wait.toSeconds()));
    }

    /** Adds {@code Retry-After} in its form of a date, counted from the server's clock when the reply is made. */
    default Fault retryAfterDate(Duration wait) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC);
        return (api, envelope) ->
                answer(api, envelope).withHeader("Retry-After", format.format(envelope.now().plus(wait)));
    }

    /** The right answer, this much later. */
    static Fault slow(Duration delay) {
        return (api, envelope) -> api.get().delayed(delay);
    }

    /** Half of the promised body, then the connection is shut. */
    static Fault cutBody() {
        return (api, envelope) -> api.get().defective("cut-body", Reply.Ending.CUT_IN_BODY);
    }

    /** The connection is shut without a reply; the API did not see the request. */
    static Fault dropConnection() {
        return (api, envelope) -> Reply.ok(new byte[0]).defective("drop-connection", Reply.Ending.DROPPED);
    }

    /** The connection is shut without a reply; the API did the work, such as using up a refresh token. */
    static Fault dropReply() {
        return (api, envelope) -> api.get().defective("drop-reply", Reply.Ending.DROPPED);
    }

    /** Status 200 with a web page: what a captive portal or a proxy's login looks like. */
    static Fault html() {
        byte[] page = Envelope.utf8("<!DOCTYPE html><html><title>Sign in</title><body>Please sign in.</body></html>");
        return (api, envelope) -> Reply.of("html", 200, Reply.HTML, page);
    }

    /** Status 200 and the right content type, but the text breaks JSON's grammar. */
    static Fault invalidJson() {
        byte[] body = Envelope.utf8("{\"result\":{\"page_no\":1,\"list\":[{]},\"success\":true}");
        return (api, envelope) -> Reply.json("invalid-json", body);
    }

    /** The first half of the right answer, whole as far as HTTP can tell. */
    static Fault truncatedJson() {
        return (api, envelope) -> api.get().defective("truncated-json", Reply.Ending.HALF);
    }

    /** So many blanks, then a failure envelope (code 500): valid JSON that no client should read to its end. */
    static Fault oversize(long bytes) {
        return (api, envelope) ->
                Reply.json("oversize", envelope.failure("500", "far too long")).padded(bytes);
    }

    /** Status 302. A client that follows it sends its signed headers to a stranger. */
    static Fault redirect(String url) {
        return (api, envelope) ->
                Reply.of("redirect", 302, Reply.HTML, new byte[0]).withHeader("Location", url);
    }

    /** Status 200, JSON's content type and any text. */
    static Fault body(String raw) {
        return body(200, Reply.JSON, raw);
    }

    static Fault body(int status, String contentType, String raw) {
        return (api, envelope) -> Reply.of("raw-body", status, contentType, Envelope.utf8(raw));
    }

    /** Any bytes under any headers; what they say about the encoding must be true, so {@link Quirks#gzip} must be off. */
    static Fault bytes(int status, Map<String, String> headers, byte[] body) {
        return (api, envelope) -> {
            Reply reply = Reply.of("raw-body", status, Reply.JSON, body);
            headers.forEach(reply::withHeader);
            return reply;
        };
    }
}
