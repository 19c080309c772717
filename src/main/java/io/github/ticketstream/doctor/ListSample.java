package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TicketList;
import io.github.ticketstream.tuya.TuyaException;
import java.util.ArrayList;
import java.util.List;

/**
 * A few pages of the list, under the guards of a whole walk: pages 1 and 2, the last one that the total promises, and, if that
 * one says that more follows, the one behind it.
 */
final class ListSample {
    private final List<Page> pages = new ArrayList<>();
    /** Of a page behind the first one. */
    private TuyaException failure;

    /** @throws TuyaException if page 1 can't be had */
    ListSample(TicketList list) {
        try (PageWalk walk = list.pick(this::number)) {
            pages.add(walk.next());
            try {
                while (walk.hasNext() && lastPage().number() < Math.max(2, promised() + 1)) {
                    pages.add(walk.next());
                }
            } catch (TuyaException e) {
                failure = e;
            }
        }
    }

    private int number(int place) {
        return place <= 2 ? place : Math.max(lastPage().number() + 1, promised());
    }

    /** The last page by the total and the size of page 1; 0 without a total. */
    private int promised() {
        long size = Math.max(1, first().entries().size());
        long total = Math.max(0, first().total());
        return (int) Math.min(Integer.MAX_VALUE - 1, total / size + (total % size > 0 ? 1 : 0));
    }

    Page first() {
        return pages.get(0);
    }

    /** Page 2, or page 1 of a list that has no other. */
    Page second() {
        return pages.get(Math.min(1, pages.size() - 1));
    }

    private Page lastPage() {
        return pages.get(pages.size() - 1);
    }

    /** Whether the stream could walk the list to its end. */
    CheckResult walk(String check) {
        if (failure != null) {
            return fail(check, failure.getMessage(), failure.remedy());
        }
        String found = pages.size() == 1
                ? "page 1 is the whole list"
                : "pages "
                        + String.join(
                                ", ",
                                pages.stream()
                                        .map(page -> Integer.toString(page.number()))
                                        .toList()) + " are what was asked for";
        boolean whole = !lastPage().hasMore() && lastPage().number() == pages.size();
        long listed = bad().size()
                + entries().stream()
                        .filter(ListEntry::isTicket)
                        .map(ListEntry::ticketNo)
                        .distinct()
                        .count();
        if (!whole || first().total() < 0 || listed == first().total()) {
            return ok(check, found);
        }
        return warn(
                check,
                found + ", with " + listed + " entries while the total says " + first().total(),
                "look again later; if it stays so, report it to Tuya: only walks that agree make such a list complete");
    }

    /** Whether what stands in the list is a ticket. */
    CheckResult entries(String check) {
        List<ListEntry> bad = bad();
        String found = entries().size() + " looked at";
        if (bad.isEmpty()) {
            return ok(check, found);
        }
        String defects = found + ", " + bad.size() + " of them no ticket, the first since "
                + bad.get(0).defect();
        return bad.size() == entries().size()
                ? fail(
                        check,
                        defects + ": nothing would be published",
                        "report it to Tuya; the dead-letter topic will hold them")
                : warn(check, defects, "report it to Tuya; the dead-letter topic will hold them");
    }

    private List<ListEntry> bad() {
        return entries().stream().filter(entry -> !entry.isTicket()).toList();
    }

    private List<ListEntry> entries() {
        return pages.stream().flatMap(page -> page.entries().stream()).toList();
    }
}
