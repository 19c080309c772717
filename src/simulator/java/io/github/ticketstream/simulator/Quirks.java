package io.github.ticketstream.simulator;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * An API that answers every request, but not the truth. Each quirk lasts until it is set otherwise or {@link #reset}.
 * May be changed at any time by any thread; the setters return this, to be chained.
 */
public final class Quirks {

    volatile LongUnaryOperator claimedTotal;
    volatile boolean withoutTotal;
    volatile boolean alwaysHasMore;
    volatile int emptyFromPage;
    volatile boolean ignoresPageNo;
    volatile int repeatedPage;
    volatile String codeOnSuccess;
    volatile Duration clockSkew;
    volatile boolean ignoresStates;
    volatile Predicate<SimulatedTicket> hidden;
    volatile boolean gzip;
    private Cap cap;
    private Cap laterCap;
    private int pagesBeforeLaterCap;

    /** The largest page that the API gives. */
    record Cap(int size, PageCap above) {}

    Quirks() {
        reset();
    }

    /** Back to an honest API. */
    public synchronized Quirks reset() {
        claimedTotal = LongUnaryOperator.identity();
        withoutTotal = false;
        alwaysHasMore = false;
        emptyFromPage = Integer.MAX_VALUE;
        ignoresPageNo = false;
        repeatedPage = Integer.MAX_VALUE;
        codeOnSuccess = null;
        clockSkew = Duration.ZERO;
        ignoresStates = false;
        hidden = ticket -> false;
        gzip = true;
        cap = new Cap(Integer.MAX_VALUE, PageCap.CLAMP);
        laterCap = cap;
        pagesBeforeLaterCap = 0;
        return this;
    }

    /** {@code total} is always this. */
    public Quirks total(long lie) {
        return total(truth -> lie);
    }

    /** {@code total} is made from the true one. */
    public Quirks total(LongUnaryOperator lie) {
        claimedTotal = lie;
        return this;
    }

    /** The reply has no {@code total} at all. */
    public Quirks withoutTotal(boolean on) {
        withoutTotal = on;
        return this;
    }

    /** {@code has_more} is true on every page; those past the end are empty. */
    public Quirks alwaysHasMore(boolean on) {
        alwaysHasMore = on;
        return this;
    }

    /** From this page on: an empty {@code list}, and yet {@code has_more}. */
    public Quirks emptyButHasMoreFromPage(int pageNo) {
        emptyFromPage = pageNo;
        return this;
    }

    /** Every request gets page 1, which says that it is page 1. Endless when there is more than one page. */
    public Quirks ignorePageNo(boolean on) {
        ignoresPageNo = on;
        return this;
    }

    /** Whatever {@code in_state_list} asks for, all tickets are served. */
    public Quirks ignoreStates(boolean on) {
        ignoresStates = on;
        return this;
    }

    /** Tickets that the list does not show, as if they were deleted; {@link TicketPopulation} still has them. */
    public Quirks hide(Predicate<SimulatedTicket> tickets) {
        hidden = tickets;
        return this;
    }

    /** Every later page shows the tickets of this one, under its own number: the walk ends, but tickets are missing. */
    public Quirks repeatPage(int pageNo) {
        repeatedPage = pageNo;
        return this;
    }

    /** Larger pages are cut to this size; the reply's {@code page_size} says so. */
    public Quirks maxPageSize(int size) {
        return maxPageSize(size, PageCap.CLAMP);
    }

    /** The largest page that there is, and what comes of asking for a larger one. */
    public Quirks maxPageSize(int size, PageCap above) {
        return maxPageSizeAfter(0, size, above);
    }

    /** Does the same after so many more requests for a page: the limit changes during a walk. */
    public synchronized Quirks maxPageSizeAfter(int requests, int size, PageCap above) {
        laterCap = new Cap(size, above);
        pagesBeforeLaterCap = requests;
        return this;
    }

    /** Of the request for a page that has just come. */
    synchronized Cap takeCap() {
        if (pagesBeforeLaterCap == 0) {
            cap = laterCap;
        } else {
            pagesBeforeLaterCap--;
        }
        return cap;
    }

    /** {@code success} is true and there is a {@code code} all the same. */
    public Quirks codeOnSuccess(int code) {
        codeOnSuccess = Integer.toString(code);
        return this;
    }

    /** The same with the code as a string. */
    public Quirks codeOnSuccess(String code) {
        codeOnSuccess = Envelope.quote(code);
        return this;
    }

    /** The server's clock goes ahead by this much (behind if negative): it judges {@code t} and stamps replies by it. */
    public Quirks clockSkew(Duration ahead) {
        clockSkew = ahead;
        return this;
    }

    /** Sets whether a client that asks for gzip gets it; on at first. */
    public Quirks gzip(boolean on) {
        gzip = on;
        return this;
    }
}
