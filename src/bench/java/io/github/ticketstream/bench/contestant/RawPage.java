package io.github.ticketstream.bench.contestant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A page, read in one pass; its tickets are places in the reply. */
record RawPage(byte[] reply, List<Ticket> tickets, int total, boolean hasMore) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Its JSON stands from {@code start} to before {@code end}. */
    record Ticket(String number, long updateTime, int start, int end) {}

    static RawPage parse(byte[] reply) {
        List<Ticket> tickets = new ArrayList<>();
        int total = 0;
        boolean hasMore = false;
        try (JsonParser parser = JSON.createParser(reply)) {
            parser.nextToken();
            while (parser.nextToken() != null) {
                if (parser.currentToken() != JsonToken.FIELD_NAME) {
                    continue;
                }
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "list" -> readTickets(parser, tickets);
                    case "total" -> total = parser.getIntValue();
                    case "has_more" -> hasMore = parser.getBooleanValue();
                    default -> {}
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RawPage(reply, tickets, total, hasMore);
    }

    private static void readTickets(JsonParser parser, List<Ticket> tickets) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            String number = null;
            long updateTime = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("ticket_no")) {
                    number = parser.getText();
                } else if (field.equals("update_time")) {
                    updateTime = parser.getLongValue();
                }
                parser.skipChildren();
            }
            int end = (int) parser.currentLocation().getByteOffset();
            tickets.add(new Ticket(number, updateTime, start, end));
        }
    }

    byte[] json(Ticket ticket) {
        return Arrays.copyOfRange(reply, ticket.start(), ticket.end());
    }
}
