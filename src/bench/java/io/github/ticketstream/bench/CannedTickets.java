package io.github.ticketstream.bench;

import io.github.ticketstream.simulator.TicketGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A ticket list as bytes that are ready but for the digits of number and update time, which are put in their places when a
 * page is asked for: it costs little more than a copy of its bytes.
 */
final class CannedTickets {
    private static final int TEXTS = 500;
    private static final String NUMBER_PREFIX = "FBAY";
    private static final int NUMBER_DIGITS = 14;
    private static final int TIME_DIGITS = 13;
    /** Thirteen digits, as all times of this age have. */
    private static final long FIRST_TIME = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private record Text(byte[] json, int numberAt, int timeAt) {}

    private static final List<Text> ALL_TEXTS = texts();

    private final int size;

    CannedTickets(int size) {
        this.size = size;
    }

    private static List<Text> texts() {
        TicketGenerator generator =
                new TicketGenerator(1, Clock.fixed(Instant.ofEpochMilli(FIRST_TIME), ZoneOffset.UTC));
        return IntStream.range(0, TEXTS)
                .mapToObj(i -> generator
                        .ticket(NUMBER_PREFIX + "0".repeat(NUMBER_DIGITS), FIRST_TIME)
                        .json())
                // All that stands in front of the two is ASCII: bytes and characters are counted alike.
                .map(json -> new Text(
                        json.getBytes(StandardCharsets.UTF_8),
                        json.indexOf(NUMBER_PREFIX) + NUMBER_PREFIX.length(),
                        json.indexOf("\"update_time\":") + "\"update_time\":".length()))
                .toList();
    }

    int size() {
        return size;
    }

    static String number(int ticket) {
        return NUMBER_PREFIX + ("%0" + NUMBER_DIGITS + "d").formatted(ticket);
    }

    /** The ticket that has this number, from 0. */
    static int ticket(String number) {
        return Integer.parseInt(number.substring(NUMBER_PREFIX.length()));
    }

    static long updateTime(int ticket) {
        return FIRST_TIME + ticket;
    }

    /** The reply to a request for this page, from 1. */
    byte[] page(int number, int pageSize) {
        int from = Math.min(size, (number - 1) * pageSize);
        int to = Math.min(size, number * pageSize);
        byte[] head = utf8("{\"result\":{\"page_no\":" + number + ",\"page_size\":" + pageSize + ",\"list\":[");
        byte[] tail = utf8("],\"total\":" + size + ",\"has_more\":" + (to < size) + "},\"t\":"
                + System.currentTimeMillis() + ",\"success\":true,\"tid\":\"bench\"}");
        int length = head.length + tail.length + Math.max(0, to - from - 1);
        for (int ticket = from; ticket < to; ticket++) {
            length += text(ticket).json().length;
        }
        byte[] reply = new byte[length];
        int at = copy(head, reply, 0);
        for (int ticket = from; ticket < to; ticket++) {
            Text text = text(ticket);
            int start = at;
            at = copy(text.json(), reply, start);
            writeDigits(reply, start + text.numberAt(), NUMBER_DIGITS, ticket);
            writeDigits(reply, start + text.timeAt(), TIME_DIGITS, updateTime(ticket));
            if (ticket < to - 1) {
                reply[at++] = ',';
            }
        }
        copy(tail, reply, at);
        return reply;
    }

    private static Text text(int ticket) {
        return ALL_TEXTS.get(ticket % TEXTS);
    }

    private static int copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }

    private static void writeDigits(byte[] target, int at, int digits, long value) {
        long rest = value;
        for (int place = at + digits - 1; place >= at; place--) {
            target[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
