package io.github.ticketstream.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The reply to one request; faults change it before it is written, in the thread of its request. */
final class Reply {

    static final String OK = "ok";
    static final String JSON = "application/json;charset=UTF-8";
    static final String HTML = "text/html;charset=UTF-8";
    private static final byte[] BLANKS = Envelope.utf8(" ".repeat(64 * 1024));

    enum Ending {
        WHOLE,
        /** Half of the body, whole as far as HTTP can tell. */
        HALF,
        /** Promises the whole body, sends half of it, then shuts the connection. */
        CUT_IN_BODY,
        /** Shuts the connection without a byte. */
        DROPPED,
        /** Sends nothing, and leaves the connection open until the client or the simulator ends it. */
        NEVER
    }

    /** How the log calls it: {@code ok}, {@code code 1010}, {@code http 503} or a fault's name. */
    String outcome;

    private final int status;
    private final Map<String, String> headers = new TreeMap<>();
    private final byte[] body;
    private long padding;
    Duration delay = Duration.ZERO;
    private Ending ending = Ending.WHOLE;
    /** The page that a client of this reply really has; 0 for none, as in a defective reply. */
    int pageNo;
    /** Whether that page says that no more follow. */
    boolean isLastPage;
    List<SimulatedTicket> entries = List.of();

    private Reply(String outcome, int status, String contentType, byte[] body) {
        this.outcome = outcome;
        this.status = status;
        this.body = body;
        headers.put("Content-Type", contentType);
    }

    static Reply of(String outcome, int status, String contentType, byte[] body) {
        return new Reply(outcome, status, contentType, body);
    }

    static Reply json(String outcome, byte[] body) {
        return of(outcome, 200, JSON, body);
    }

    /** The reply of a working API. */
    static Reply ok(byte[] body) {
        return json(OK, body);
    }

    /** With a gateway's HTML page, as of something in front of the API. */
    static Reply status(int status) {
        return of("http " + status, status, HTML, Envelope.utf8("<html><body><h1>" + status + "</h1></body></html>"));
    }

    Reply withPage(int number, boolean isLast, List<SimulatedTicket> ofPage) {
        pageNo = number;
        isLastPage = isLast;
        entries = ofPage;
        return this;
    }

    /** Nobody has been served by it. */
    Reply defective(String newOutcome, Ending newEnding) {
        outcome = newOutcome;
        ending = newEnding;
        return withPage(0, false, List.of());
    }

    /** With so many blanks before the body, which take no memory here. */
    Reply padded(long blanks) {
        padding = blanks;
        return this;
    }

    Reply delayed(Duration longer) {
        delay = delay.plus(longer);
        return this;
    }

    Reply withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /**
     * Puts it on the wire, or as much of it as is meant to arrive.
     *
     * @param beforeEnd runs once, before the client can know the end of the reply
     * @throws IOException also on purpose, so that the server shuts the socket: closing a stream of the exchange would leave
     *     the client hanging
     */
    void write(HttpExchange exchange, boolean acceptsGzip, Runnable beforeEnd) throws IOException {
        if (ending == Ending.NEVER) {
            beforeEnd.run();
            return; // an exchange that nobody closes waits, and holds no thread
        }
        if (ending == Ending.DROPPED) {
            beforeEnd.run();
            throw new IOException("dropped on purpose");
        }
        byte[] bytes = ending == Ending.HALF ? Arrays.copyOf(body, body.length / 2) : body;
        headers.forEach(exchange.getResponseHeaders()::set);
        if (acceptsGzip && padding == 0 && bytes.length > 0) {
            bytes = gzip(bytes);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        if (bytes.length == 0) {
            beforeEnd.run();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(status, padding + bytes.length);
        OutputStream out = exchange.getResponseBody();
        for (long left = padding; left > 0; left -= BLANKS.length) {
            out.write(BLANKS, 0, (int) Math.min(left, BLANKS.length));
        }
        int beforeTheEnd = ending == Ending.CUT_IN_BODY ? bytes.length / 2 : bytes.length - 1;
        out.write(bytes, 0, beforeTheEnd);
        if (ending == Ending.CUT_IN_BODY) {
            out.flush();
            beforeEnd.run();
            throw new IOException("cut on purpose");
        }
        beforeEnd.run();
        out.write(bytes, beforeTheEnd, 1);
        out.close();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(body.length / 4 + 64);
        try (OutputStream out = new FastGzip(zipped)) {
            out.write(body);
        }
        return zipped.toByteArray();
    }

    /** The size hardly matters on a loopback, the time does. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
