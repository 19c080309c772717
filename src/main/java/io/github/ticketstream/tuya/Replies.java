package io.github.ticketstream.tuya;

import io.github.ticketstream.process.Printable;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.hc.client5.http.utils.DateUtils;

/** Reads and judges an HTTP response: it is a usable {@link Reply}, or a {@link TuyaException} of some kind. */
public final class Replies {
    /** The only header of a reply that we read. */
    static final String RETRY_AFTER = "Retry-After";

    private static final int MAX_MESSAGE = 200;
    /** The length of a UUID. */
    private static final int MAX_ID = 36;

    private static final String HEAL = "if it lasts, check the data centre, the proxy and Tuya's status";

    private final TuyaClock tuyaClock;
    private final TuyaMeters meters;
    private final Predicate<String> isSecret;

    Replies(TuyaClock tuyaClock, TuyaMeters meters, Predicate<String> isSecret) {
        this.tuyaClock = tuyaClock;
        this.meters = meters;
        this.isSecret = isSecret;
    }

    /** A route's step: makes the reply usable, or fails. */
    public Reply judge(
            @Body byte[] body,
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header(RETRY_AFTER) String retryAfter,
            @ExchangeProperty(TuyaRoutes.SENT_AT) long sentAt) {
        if (status == 401) {
            throw new TuyaException(Kind.REAUTHENTICATE, "HTTP status 401: the access token was refused", HEAL);
        }
        if (status == 407) {
            throw new TuyaException(
                    Kind.CONNECTION,
                    "HTTP status 407: the proxy does not accept our user and password",
                    "give the proxy's user and password, in HTTPS_PROXY or under camel.component.https.proxy-auth-…");
        }
        Reply reply = read(body);
        if (reply != null && reply.time() > 0) {
            tuyaClock.observe(reply.time());
        }
        Duration wait = wait(retryAfter);
        boolean passing = status == 429 || status >= 500;
        // Believe a status that passes by itself, unless the body names a failure that does not.
        if (reply != null && !reply.success() && (!passing || ErrorCode.TABLE.containsKey(reply.code()))) {
            throw refusal(reply, wait);
        }
        if (reply == null && !passing) {
            String problem =
                    "the reply of " + body.length + " bytes with HTTP status " + status + " is not Tuya's JSON";
            // A gateway may answer like this for a page that the list no longer has.
            boolean notFound = status == 404 || status == 410;
            throw new TuyaException(notFound ? Kind.UNKNOWN : Kind.TRANSIENT, problem, HEAL);
        }
        if (status / 100 != 2) {
            throw new TuyaException(Kind.TRANSIENT, "HTTP status " + status + " instead of a reply", HEAL, wait, null);
        }
        meters.succeeded(sentAt);
        return reply;
    }

    /** Returns null for a body that is no reply: the parser's own message may quote personal data from it. */
    private static Reply read(byte[] body) {
        try {
            return Reply.read(body);
        } catch (IOException e) {
            return null;
        }
    }

    private TuyaException refusal(Reply reply, Duration retryAfter) {
        ErrorCode error = ErrorCode.of(reply.code());
        String problem = "Tuya error " + (reply.code().isEmpty() ? "without a code" : id(reply.code())) + ": "
                + error.meaning() + " (msg '" + Printable.of(words(reply.msg()), MAX_MESSAGE) + "', tid "
                + id(reply.tid()) + ")";
        if (error.kind() == Kind.CLOCK) {
            problem += "; this machine's clock is " + Math.round(-tuyaClock.offset() / 1000.0) + " s off";
        }
        return new TuyaException(error.kind(), problem, error.remedy(), retryAfter, null);
    }

    /** Removes words that are as long as our token and signature: the server has seen these and could repeat them. */
    private String words(String text) {
        return isSecret.test(text) ? "…" : text.replaceAll("[\\w+/=.-]{20,}", "…");
    }

    /** Returns the id for Tuya's own logs, after a check: it is as long as a token. */
    private String id(String text) {
        return text.length() > MAX_ID || isSecret.test(text) ? "…" : text;
    }

    /** Reads both forms of {@code Retry-After}: seconds, and an HTTP date, by Tuya's clock if it is known. */
    private Duration wait(String retryAfter) {
        if (retryAfter == null) {
            return Duration.ZERO;
        }
        if (retryAfter.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(retryAfter));
        }
        Instant until = DateUtils.parseStandardDate(retryAfter);
        Instant now = tuyaClock.now().orElseGet(tuyaClock::ofThisMachine);
        Duration wait = until == null ? Duration.ZERO : Duration.between(now, until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
