package io.github.ticketstream.tuya;

import java.util.function.Predicate;

/**
 * One member of a page's list: a ticket, or something that is none.
 *
 * @param json the entry as it was received
 * @param page the page that it stood on; 0 as long as that is not known
 * @param ticketNo the ticket's number; for an entry that is no ticket the number that it names, empty if that is
 *     unusable
 * @param updateTime when the ticket was updated last, epoch milliseconds; 0 if the entry is no ticket
 * @param updateTimeSent its digits as received, if they differ from the number's usual form; else empty
 * @param state the ticket's state_code; empty if it has none that is a text
 * @param product the ticket's product_name; empty if it has none that is a text
 * @param defect why the entry is no ticket; empty for a ticket
 */
public record ListEntry(
        JsonSlice json,
        int page,
        String ticketNo,
        long updateTime,
        String updateTimeSent,
        String state,
        String product,
        String defect) {
    private static final JsonSlice NONE = JsonSlice.ofBody(new byte[0]);

    static ListEntry bad(JsonSlice json, String ticketNo, String defect) {
        return new ListEntry(json, 0, ticketNo, 0, "", "", "", defect);
    }

    ListEntry onPage(int number) {
        return new ListEntry(json, number, ticketNo, updateTime, updateTimeSent, state, product, defect);
    }

    ListEntry withoutContent() {
        return new ListEntry(NONE, page, ticketNo, updateTime, updateTimeSent, state, product, defect);
    }

    ListEntry withDefect(String found) {
        return bad(json, ticketNo, found).onPage(page);
    }

    /** Returns the entry without texts that must not be shown; its JSON stays as it is. */
    ListEntry showing(Predicate<String> mayBeShown) {
        String shownState = mayBeShown.test("state_code") ? state : "";
        String shownProduct = mayBeShown.test("product_name") ? product : "";
        return new ListEntry(json, page, ticketNo, updateTime, updateTimeSent, shownState, shownProduct, defect);
    }

    /** Returns the ticket's number and its update time, as received. */
    public String versionId() {
        return ticketNo + "@" + (updateTimeSent.isEmpty() ? updateTime : updateTimeSent);
    }

    public boolean isTicket() {
        return defect.isEmpty();
    }
}
