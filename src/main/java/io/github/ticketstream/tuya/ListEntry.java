package io.github.ticketstream.tuya;

/**
 * One member of a page's list: a ticket, or something that is none.
 *
 * @param json the entry as it was received
 * @param page the page that it stood on
 * @param ticketNo the ticket's number; empty if the entry is no ticket
 * @param updateTime when the ticket was updated last, epoch milliseconds; 0 if the entry is no ticket
 * @param state the ticket's state_code; empty if it has none that is a text
 * @param product the ticket's product_name; empty if it has none that is a text
 * @param defect why the entry is no ticket; empty for a ticket
 */
public record ListEntry(
        JsonSlice json, int page, String ticketNo, long updateTime, String state, String product, String defect) {

    static ListEntry bad(JsonSlice json, int page, String defect) {
        return new ListEntry(json, page, "", 0, "", "", defect);
    }

    public boolean isTicket() {
        return defect.isEmpty();
    }
}
