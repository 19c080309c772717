package io.github.ticketstream.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * One version of a ticket, or an entry that is none: immutable, its text kept byte for byte, so that a client can be
 * held to every digit. Product and category path decide about filters but are no documented fields of the reply, so
 * they are kept beside the text.
 */
public final class SimulatedTicket {

    private final String ticketNo;
    private final long updateTime;
    private final String stateCode;
    private final String productId;
    private final String categoryPath;
    private final byte[] utf8;
    private final int hash;

    private SimulatedTicket(TicketJson.Fields fields, String productId, String categoryPath, byte[] utf8) {
        this.ticketNo = fields.ticketNo();
        this.updateTime = fields.updateTime();
        this.stateCode = fields.stateCode();
        this.productId = productId;
        this.categoryPath = categoryPath;
        this.utf8 = utf8;
        this.hash = Arrays.hashCode(utf8);
    }

    /**
     * Takes the ticket that this text is.
     *
     * @param json a JSON object with {@code ticket_no} (string, not blank) and {@code update_time} (integer, epoch milliseconds)
     * @throws IllegalArgumentException if it is not; see {@link #garbage}
     */
    public static SimulatedTicket of(String json) {
        SimulatedTicket ticket = garbage(json);
        if (!ticket.isTicket()) {
            throw new IllegalArgumentException("not a ticket (ticket_no and update_time are required): " + json);
        }
        return ticket;
    }

    /** Any text whatever, served where a ticket should be; text that is no JSON makes its whole page invalid. */
    public static SimulatedTicket garbage(String raw) {
        return new SimulatedTicket(TicketJson.read(raw), "", "", raw.getBytes(StandardCharsets.UTF_8));
    }

    public SimulatedTicket inProduct(String id) {
        return new SimulatedTicket(fields(), id, categoryPath, utf8);
    }

    /** The path is category ids joined by commas, from the root down. */
    public SimulatedTicket inCategory(String path) {
        return new SimulatedTicket(fields(), productId, path, utf8);
    }

    /** The next version: only update time, state code and state name differ, the rest keeps its bytes. */
    public SimulatedTicket updated(long newUpdateTime, TicketState newState) {
        String text = TicketJson.replace(
                json(),
                Map.of(
                        "update_time", Long.toString(newUpdateTime),
                        "state_code", '"' + newState.code() + '"',
                        "state_name", '"' + newState.displayName() + '"'));
        return of(text).inProduct(productId).inCategory(categoryPath);
    }

    /** The same version with one more in {@code new_reply}; without that field, with it. */
    SimulatedTicket withOneMoreReply() {
        return of(TicketJson.withOneMoreReply(json())).inProduct(productId).inCategory(categoryPath);
    }

    /** Null when the entry is no ticket. */
    public String ticketNo() {
        return ticketNo;
    }

    /** Epoch milliseconds; 0 when the entry is no ticket. */
    public long updateTime() {
        return updateTime;
    }

    /** Empty when the entry has none. */
    public String stateCode() {
        return stateCode;
    }

    public String productId() {
        return productId;
    }

    public String categoryPath() {
        return categoryPath;
    }

    /** The text as served. */
    public String json() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    boolean isTicket() {
        return ticketNo != null && !ticketNo.isBlank() && updateTime > 0;
    }

    byte[] utf8() {
        return utf8;
    }

    private TicketJson.Fields fields() {
        return new TicketJson.Fields(ticketNo, updateTime, stateCode);
    }

    /** Equal when the client cannot tell them apart. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SimulatedTicket that
                && hash == that.hash
                && Objects.equals(ticketNo, that.ticketNo)
                && Arrays.equals(utf8, that.utf8);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return isTicket() ? ticketNo + "@" + updateTime : "garbage: " + json();
    }
}
