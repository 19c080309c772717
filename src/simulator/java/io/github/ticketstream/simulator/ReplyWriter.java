package io.github.ticketstream.simulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Puts a reply on the wire, or as much of it as is meant to arrive. */
final class ReplyWriter {

    private static final byte[] BLANKS = new byte[64 * 1024];

    static {
        Arrays.fill(BLANKS, (byte) ' ');
    }

    /**
     * Ends a handler so that the server shuts the socket. Closing a stream of the exchange would leave the client
     * hanging.
     */
    static final class ConnectionDropped extends IOException {

        private static final long serialVersionUID = 1L;

        ConnectionDropped() {
            super("dropped on purpose");
        }
    }

    private ReplyWriter() {}

    /** @param beforeEnd runs once, before the client can know the end of the reply */
    static void write(HttpExchange exchange, Reply reply, boolean gzip, Runnable beforeEnd) throws IOException {
        if (reply.ending() == Reply.Ending.NO_REPLY) {
            beforeEnd.run();
            throw new ConnectionDropped();
        }
        if (reply.ending() == Reply.Ending.NEVER) {
            beforeEnd.run();
            return; // an exchange that nobody closes waits, and holds no thread
        }
        boolean zipped = gzip && reply.padding() == 0 && reply.body().length > 0;
        byte[] body = zipped ? gzip(reply.body()) : reply.body();
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        if (zipped) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        if (body.length == 0) {
            beforeEnd.run();
            exchange.sendResponseHeaders(reply.status(), -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(reply.status(), reply.padding() + body.length);
        OutputStream out = exchange.getResponseBody();
        if (reply.ending() == Reply.Ending.CUT_IN_BODY) {
            out.write(body, 0, body.length / 2);
            out.flush();
            beforeEnd.run();
            throw new ConnectionDropped();
        }
        pad(out, reply.padding());
        out.write(body, 0, body.length - 1);
        beforeEnd.run();
        out.write(body, body.length - 1, 1);
        out.close();
    }

    private static void pad(OutputStream out, long blanks) throws IOException {
        for (long left = blanks; left > 0; left -= BLANKS.length) {
            out.write(BLANKS, 0, (int) Math.min(left, BLANKS.length));
        }
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
