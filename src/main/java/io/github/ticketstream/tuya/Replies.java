package io.github.ticketstream.tuya;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.hc.client5.http.utils.DateUtils;

/** Turns what came back over HTTP into a {@link Reply}, or into a {@link TuyaException} that says what kind of failure it is. */
public final class Replies {
    /** The header that tells the page that is asked for, if it is one. */
    static final String PAGE = "page";

    private static final int LEAST_FIRST_BYTES = 1 << 16;
    private static final int MOST_FIRST_BYTES = 1 << 20;

    private static final String HEAL = "if it lasts, check the data centre, the proxy and Tuya's status";

    private final ServerClock serverClock;
    private final TuyaMeters meters;
    private final Clock clock;
    /**
     * What a reply is read into, a little more than the last one had: the pages of a list are alike, and an array that has
     * to grow costs more than it holds. {@code readAllBytes()} would ask the socket for 8 KB at a time.
     */
    private volatile int firstBytes = LEAST_FIRST_BYTES;

    Replies(ServerClock serverClock, TuyaMeters meters, Clock clock) {
        this.serverClock = serverClock;
        this.meters = meters;
        this.clock = clock;
    }

    /** A route's step: reads the body to its end, so that its connection can be used again. */
    public Reply read(
            InputStream body,
            @Header(Exchange.HTTP_RESPONSE_CODE) int status,
            @Header("Retry-After") String retryAfter,
            @Header(PAGE) Integer page,
            @ExchangeProperty(TuyaRoutes.SENT_AT) long sentAt) {
        byte[] bytes = bytes(body);
        if (status == 401) {
            throw new TuyaException(Kind.REAUTHENTICATE, "HTTP status 401: the access token was refused", HEAL);
        }
        boolean passing = status == 429 || status >= 500;
        Reply reply = passing ? null : envelope(bytes, status, page == null ? 0 : page);
        if (reply == null || (reply.success() && status / 100 != 2)) {
            throw new TuyaException(
                    Kind.TRANSIENT, "HTTP status " + status + " instead of a reply", HEAL, wait(retryAfter), null);
        }
        if (reply.time() > 0) {
            serverClock.observe(reply.time());
        }
        if (!reply.success()) {
            throw refusal(reply, wait(retryAfter));
        }
        meters.succeeded(sentAt);
        return reply;
    }

    private byte[] bytes(InputStream body) {
        if (body == null) {
            return new byte[0];
        }
        try (body) {
            byte[] bytes = new byte[firstBytes];
            int length = body.readNBytes(bytes, 0, bytes.length);
            while (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
                length += body.readNBytes(bytes, length, bytes.length - length);
            }
            firstBytes = Math.max(LEAST_FIRST_BYTES, Math.min(length + length / 8, MOST_FIRST_BYTES));
            return Arrays.copyOf(bytes, length);
        } catch (IOException e) {
            throw new TuyaException(
                    Kind.TRANSIENT,
                    "the reply could not be read to its end (" + e.getMessage() + ")",
                    HEAL,
                    Duration.ZERO,
                    e);
        }
    }

    private static Reply envelope(byte[] bytes, int status, int page) {
        try {
            return Reply.parse(bytes, page);
        } catch (IOException e) {
            // The parser's own message may quote the body, and with it personal data.
            throw new TuyaException(
                    Kind.TRANSIENT,
                    "the reply of " + bytes.length + " bytes with HTTP status " + status + " is not Tuya's JSON",
                    HEAL,
                    Duration.ZERO,
                    null);
        }
    }

    private TuyaException refusal(Reply reply, Duration retryAfter) {
        ErrorCode error = ErrorCode.of(reply.code());
        String problem = "Tuya error " + (reply.code().isEmpty() ? "without a code" : shortened(reply.code())) + ": "
                + error.meaning() + " (msg '" + shortened(withoutSecrets(reply.msg())) + "', tid "
                + shortened(reply.tid()) + ")";
        if (error.kind() == Kind.CLOCK) {
            problem += "; this machine's clock is " + Math.round(-serverClock.offset() / 1000.0) + " s off";
        }
        return new TuyaException(error.kind(), problem, error.remedy(), retryAfter, null);
    }

    /** Whoever answers has seen our token and signature, and may repeat them: what is as long as one is left out. */
    private static String withoutSecrets(String text) {
        return text.replaceAll("[\\w+/=.-]{20,}", "…");
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    /** Both forms of {@code Retry-After}: seconds and an HTTP date. What is neither counts as not given. */
    private Duration wait(String retryAfter) {
        if (retryAfter == null) {
            return Duration.ZERO;
        }
        if (retryAfter.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(retryAfter));
        }
        Instant until = DateUtils.parseStandardDate(retryAfter);
        Duration wait = until == null ? Duration.ZERO : Duration.between(clock.instant(), until);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
