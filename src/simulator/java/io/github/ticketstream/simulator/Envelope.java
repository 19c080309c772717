package io.github.ticketstream.simulator;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The frame round every JSON reply: {@code success}, {@code t} (epoch milliseconds by the server's clock), {@code tid}
 * (names this reply to Tuya's support) and either {@code result} or {@code code} and {@code msg}.
 */
final class Envelope {

    private final InstantSource clock;
    private final Quirks quirks;
    private final long seed;
    private final AtomicLong replies = new AtomicLong();

    Envelope(InstantSource clock, Quirks quirks, long seed) {
        this.clock = clock;
        this.quirks = quirks;
        this.seed = seed;
    }

    /** Returns the part that follows the result of a success. */
    String successTail() {
        String code = quirks.codeOnSuccess == null ? "" : ",\"code\":" + quirks.codeOnSuccess;
        return code + ",\"t\":" + clock.millis() + ",\"success\":true,\"tid\":\"" + tid() + "\"}";
    }

    byte[] success(String resultJson) {
        return utf8("{\"result\":" + resultJson + successTail());
    }

    /** @param codeJson the code as JSON: {@code 1010}, or {@code "1010"} with its quotes, for both are seen */
    byte[] failure(String codeJson, String msg) {
        return utf8("{\"code\":" + codeJson + ",\"msg\":" + quote(msg) + ",\"success\":false,\"t\":" + clock.millis()
                + ",\"tid\":\"" + tid() + "\"}");
    }

    /** The server's time. */
    Instant now() {
        return clock.instant();
    }

    static String quote(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String tid() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(seed) + hex.toHexDigits(replies.incrementAndGet());
    }
}
