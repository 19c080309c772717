package io.github.ticketstream.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What is to be sent, and how; carried out by {@link ReplyWriter}.
 *
 * @param outcome how the log calls it: {@code ok}, {@code code 1010}, {@code http 503} or a fault's name
 * @param padding blanks sent before the body, for a reply of any size that takes no memory here
 * @param served the page that a client of this reply really has; {@link Served#NOTHING} unless the reply is whole
 */
@SuppressWarnings("ArrayRecordComponent") // replies are never compared
record Reply(
        String outcome,
        int status,
        Map<String, String> headers,
        byte[] body,
        long padding,
        Duration delay,
        Ending ending,
        Served served) {

    static final String OK = "ok";
    static final String HTML = "text/html;charset=UTF-8";

    enum Ending {
        WHOLE,
        /** Promises the whole body, sends half of it, then shuts the connection. */
        CUT_IN_BODY,
        /** Shuts the connection without a byte. */
        NO_REPLY,
        /** Sends nothing, and leaves the connection open until the client or the simulator ends it. */
        NEVER
    }

    static Reply json(String outcome, byte[] body) {
        return of(outcome, 200, "application/json;charset=UTF-8", body);
    }

    static Reply of(String outcome, int status, String contentType, byte[] body) {
        return new Reply(
                outcome,
                status,
                Map.of("Content-Type", contentType),
                body,
                0,
                Duration.ZERO,
                Ending.WHOLE,
                Served.NOTHING);
    }

    /** With a gateway's HTML page, as of something in front of the API. */
    static Reply status(int status) {
        byte[] body = Envelope.utf8("<html><body><h1>" + status + "</h1></body></html>");
        return of("http " + status, status, HTML, body);
    }

    /** The reply of a working API. */
    static Reply ok(byte[] body, Served served) {
        Reply reply = json(OK, body);
        return new Reply(OK, 200, reply.headers, body, 0, Duration.ZERO, Ending.WHOLE, served);
    }

    /** The same text, defective: nobody has been served. */
    Reply defective(String newOutcome, byte[] newBody, Ending newEnding) {
        return new Reply(newOutcome, status, headers, newBody, padding, delay, newEnding, Served.NOTHING);
    }

    Reply padded(long blanks) {
        return new Reply(outcome, status, headers, body, blanks, delay, ending, served);
    }

    Reply delayed(Duration longer) {
        return new Reply(outcome, status, headers, body, padding, delay.plus(longer), ending, served);
    }

    Reply withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(outcome, status, more, body, padding, delay, ending, served);
    }
}
