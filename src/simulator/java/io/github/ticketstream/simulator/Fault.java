package io.github.ticketstream.simulator;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One way for a request to go wrong. A fault stands between the API and the client: it may let the API answer and spoil
 * the answer, or answer in its place, and then the API never sees the request.
 */
public final class Fault {

    private interface Effect {
        Reply on(Supplier<Reply> api, Envelope envelope);
    }

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Effect effect;

    private Fault(Effect effect) {
        this.effect = effect;
    }

    Reply apply(Supplier<Reply> api, Envelope envelope) {
        return effect.on(api, envelope);
    }

    /** HTTP 200 with a failure envelope, as Tuya sends its errors. */
    public static Fault apiError(int code, String msg) {
        return failure(Integer.toString(code), "code " + code, msg);
    }

    /** The same with {@code code} as a JSON string. */
    public static Fault apiError(String code, String msg) {
        return failure(Envelope.quote(code), "code " + code, msg);
    }

    /** An HTTP status with a gateway's HTML page, as of something in front of the API. */
    public static Fault status(int status) {
        return new Fault((api, envelope) -> Reply.status(status));
    }

    /** Adds {@code Retry-After} in its form of seconds, rounded down. */
    public Fault retryAfter(Duration wait) {
        return header("Retry-After", envelope -> Long.toString(wait.toSeconds()));
    }

    /** Adds {@code Retry-After} in its form of a date, counted from the server's clock when the reply is made. */
    public Fault retryAfterDate(Duration wait) {
        return header("Retry-After", envelope -> HTTP_DATE.format(envelope.now().plus(wait)));
    }

    /** The right answer, this much later. */
    public static Fault slow(Duration delay) {
        return new Fault((api, envelope) -> api.get().delayed(delay));
    }

    /** Half of the promised body, then the connection is shut. */
    public static Fault cutBody() {
        return new Fault((api, envelope) -> {
            Reply reply = api.get();
            return reply.defective("cut-body", reply.body(), Reply.Ending.CUT_IN_BODY);
        });
    }

    /** The connection is shut without a reply; the API did not see the request. */
    public static Fault dropConnection() {
        return new Fault((api, envelope) -> Reply.json("drop-connection", new byte[0])
                .defective("drop-connection", new byte[0], Reply.Ending.NO_REPLY));
    }

    /** The connection is shut without a reply; the API did the work, such as using up a refresh token. */
    public static Fault dropReply() {
        return new Fault((api, envelope) -> api.get().defective("drop-reply", new byte[0], Reply.Ending.NO_REPLY));
    }

    /** Status 200 with a web page: what a captive portal or a proxy's login looks like. */
    public static Fault html() {
        byte[] page = Envelope.utf8("<!DOCTYPE html><html><title>Sign in</title><body>Please sign in.</body></html>");
        return new Fault((api, envelope) -> Reply.of("html", 200, Reply.HTML, page));
    }

    /** Status 200 and the right content type, but the text breaks JSON's grammar. */
    public static Fault invalidJson() {
        byte[] body = Envelope.utf8("{\"result\":{\"page_no\":1,\"list\":[{]},\"success\":true}");
        return new Fault((api, envelope) -> Reply.json("invalid-json", body));
    }

    /** The first half of the right answer, whole as far as HTTP can tell. */
    public static Fault truncatedJson() {
        return new Fault((api, envelope) -> {
            Reply reply = api.get();
            byte[] half = Arrays.copyOf(reply.body(), reply.body().length / 2);
            return reply.defective("truncated-json", half, Reply.Ending.WHOLE);
        });
    }

    /** So many blanks, then a failure envelope (code 500): valid JSON that no client should read to its end. */
    public static Fault oversize(long bytes) {
        return new Fault((api, envelope) ->
                Reply.json("oversize", envelope.failure("500", "far too long")).padded(bytes));
    }

    /** Status 302. A client that follows it sends its signed headers to whoever is there. */
    public static Fault redirect(String url) {
        return new Fault(
                (api, envelope) -> Reply.of("redirect", 302, Reply.HTML, new byte[0]).withHeader("Location", url));
    }

    /** Status 200, JSON's content type and any text whatever. */
    public static Fault body(String raw) {
        return body(200, "application/json;charset=UTF-8", raw);
    }

    public static Fault body(int status, String contentType, String raw) {
        return new Fault((api, envelope) -> Reply.of("raw-body", status, contentType, Envelope.utf8(raw)));
    }

    /** Any bytes under any headers; what they say about the encoding must be true, so {@link Quirks#gzip} must be off. */
    public static Fault bytes(int status, Map<String, String> headers, byte[] body) {
        return new Fault((api, envelope) -> {
            Reply reply = Reply.of("raw-body", status, "application/json;charset=UTF-8", body);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                reply = reply.withHeader(header.getKey(), header.getValue());
            }
            return reply;
        });
    }

    private static Fault failure(String codeJson, String outcome, String msg) {
        return new Fault((api, envelope) -> Reply.json(outcome, envelope.failure(codeJson, msg)));
    }

    private Fault header(String name, Function<Envelope, String> value) {
        return new Fault((api, envelope) -> effect.on(api, envelope).withHeader(name, value.apply(envelope)));
    }
}
