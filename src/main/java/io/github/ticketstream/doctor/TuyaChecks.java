package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.TuyaException;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The API, by five calls at most: the token, and a few pages of the list under the guards of a whole walk: pages 1 and 2, the
 * last page by the total, and the page behind it if the last one says that more follows.
 */
final class TuyaChecks {
    private static final String API = "Tuya API";
    private static final String CLOCK = "clock";
    private static final String CREDENTIALS = "credentials";
    private static final String SUBSCRIPTION = "subscription";
    private static final String QUOTA = "quota";

    private static final String NOT_THE_DATA_CENTRE =
            ": that proves the keys, not the data centre, since another one gives tokens as well";

    /** A reply carries the time at which it was sent. */
    private static final double CLOCK_TOLERANCE_SECONDS = 10;

    private static final double MONTH_MILLIS = Duration.ofDays(30).toMillis();
    private static final long TRIAL_EDITION = 26_000;

    private final Connections connections;
    private final Report report;
    /** The size of the pages that are read. */
    private final int asked;

    private final List<Page> pages = new ArrayList<>();
    /** The failure of the token or of page 1 if there are no pages, else of a later page; null if there was none. */
    private TuyaException failure;
    /** The check to which that failure belongs if there are no pages; else empty. */
    private String failed = "";

    TuyaChecks(Connections connections, Report report) {
        this.connections = connections;
        this.report = report;
        this.asked = connections.tuya().tickets().size().asked();
    }

    void run(List<String> args) {
        readPages();
        boolean listed = !pages.isEmpty();
        failed = listed ? "" : failedCheck();
        check(API, true, () -> ok("answers at " + connections.tuyaSettings().baseUrl()));
        check(CLOCK, !failed.equals(API), this::clock);
        check(CREDENTIALS, hasToken(), () -> ok("an access token was given" + (listed ? "" : NOT_THE_DATA_CENTRE)));
        check(SUBSCRIPTION, listed, this::subscription);
        check("pages", listed, this::walk);
        check("entries", listed, this::judgeEntries);
        check("page size", listed, this::pageSize);
        if (args.contains(CommandLine.PAGE_SIZE)) {
            check("largest page", listed, () -> ok(ApiProbe.largest(new ApiProbe(connections).sizes())));
        }
    }

    /** Call it after the state topic was read, on which the stream notes how many tickets it has found that a call returns. */
    void checkQuota() {
        OptionalLong budget = connections.tuyaSettings().callsPerMonth();
        check(QUOTA, !pages.isEmpty(), () -> quota(connections.ticketSettings(), budget, pages.get(0), ticketsAPage()));
    }

    private int ticketsAPage() {
        int came = pages.get(0).entries().size();
        return came < asked ? came : connections.tuya().tickets().size().asked();
    }

    private void check(String name, boolean possible, Supplier<CheckResult> body) {
        if (name.equals(failed)) {
            report.check(name, () -> {
                throw failure;
            });
        } else if (possible) {
            report.check(name, body);
        } else {
            report.skip(name, failed);
        }
    }

    private void readPages() {
        try (PageWalk walk = connections.tuya().tickets().pick(this::number)) {
            while (pages.isEmpty() || (walk.hasNext() && lastPage().number() < Math.max(2, promised() + 1))) {
                pages.add(walk.next());
            }
        } catch (TuyaException e) {
            failure = e;
        }
    }

    private int number(int place) {
        return (int) (place <= 2 ? place : Math.max(lastPage().number() + 1, promised()));
    }

    /** The last page by the total and the size of page 1. */
    private long promised() {
        return Math.min(
                Integer.MAX_VALUE - 1,
                pages(pages.get(0), pages.get(0).entries().size()));
    }

    /** Returns the pages of a list, of which all but the last are full; 1 without a total. */
    private static long pages(Page first, int ticketsAPage) {
        long size = Math.max(1, first.hasMore() ? ticketsAPage : first.total());
        return Math.max(1, first.total() / size + (first.total() % size > 0 ? 1 : 0));
    }

    private Page lastPage() {
        return pages.get(pages.size() - 1);
    }

    /** Returns the check to which a failure belongs that left us without page 1. */
    private String failedCheck() {
        boolean noReply = failure.kind() == Kind.TRANSIENT || failure.getCause() != null;
        return switch (failure.kind()) {
            case CLOCK -> CLOCK;
            case CONNECTION -> API;
            case QUOTA -> QUOTA;
            case REAUTHENTICATE -> CREDENTIALS;
            default -> hasToken() ? SUBSCRIPTION : noReply ? API : CREDENTIALS;
        };
    }

    /** The first call is the one for the token. */
    private boolean hasToken() {
        return connections.tuya().meters().ended("ok") > 0;
    }

    private CheckResult clock() {
        double offset = connections.tuya().clock().offset() / 1000.0;
        String found = String.format(
                Locale.ROOT,
                "this machine's is %.1f s %s Tuya's",
                Math.abs(offset),
                offset > 0 ? "behind" : "ahead of");
        boolean refused = connections.tuya().meters().ended("clock") > 0;
        return Math.abs(offset) < CLOCK_TOLERANCE_SECONDS && !refused
                ? ok(found)
                : warn(
                        found + (refused ? "; Tuya refused a request for it, and took the corrected one" : ""),
                        "set this machine's clock, for instance by NTP");
    }

    private CheckResult subscription() {
        long total = pages.get(0).total();
        return ok("the ticket list may be read; " + (total < 0 ? "the API gives no total" : total + " tickets in all"));
    }

    /** Checks whether the stream could walk the list to its end. */
    private CheckResult walk() {
        if (failure != null) {
            throw failure;
        }
        String numbers =
                pages.stream().map(page -> Integer.toString(page.number())).collect(Collectors.joining(", "));
        String found = pages.size() == 1 ? "page 1 is the whole list" : "pages " + numbers + " are what was asked for";
        boolean whole = !lastPage().hasMore() && lastPage().number() == pages.size();
        long total = pages.get(0).total();
        // An entry that is no ticket may be there twice, and nothing shows it.
        long listed = entries(entry -> !entry.isTicket()).size()
                + entries(ListEntry::isTicket).stream()
                        .map(ListEntry::ticketNo)
                        .distinct()
                        .count();
        return !whole || total < 0 || listed == total
                ? ok(found)
                : warn(
                        found + ", with " + listed + " entries while the total says " + total,
                        "look again later; if it stays so, report it to Tuya: only walks that agree make such a list complete");
    }

    /** Checks whether the list's entries are tickets. */
    private CheckResult judgeEntries() {
        List<ListEntry> bad = entries(entry -> !entry.isTicket());
        int all = entries(entry -> true).size();
        if (bad.isEmpty()) {
            return ok(all + " looked at");
        }
        String found = "%d looked at, %d of them no ticket, the first since %s"
                .formatted(all, bad.size(), bad.get(0).defect());
        String remedy = "report it to Tuya; the dead-letter topic will hold them";
        return all == bad.size() ? fail(found + ": nothing would be published", remedy) : warn(found, remedy);
    }

    private List<ListEntry> entries(Predicate<ListEntry> of) {
        return pages.stream()
                .flatMap(page -> page.entries().stream())
                .filter(of)
                .toList();
    }

    private CheckResult pageSize() {
        long size = pages.get(0).size();
        String other = connections.tuyaSettings().camelCase() ? "snake_case" : "camelCase";
        return size < 0 || size == asked
                ? ok(asked + " tickets a page")
                : warn(
                        asked + " were asked for and " + size + " came back",
                        "if tickets.page-size is set, lower it; if the API ignores our parameters, set tuya.parameter-style="
                                + other);
    }

    /**
     * Compares the calls that polling takes with the budget. It uses floating point, because the API can send any
     * total, and a budget can be a single call.
     *
     * @param budget calls in a month; empty if none is set
     */
    static CheckResult quota(TicketSettings settings, OptionalLong budget, Page first, int ticketsAPage) {
        long pages = pages(first, ticketsAPage);
        boolean partial = settings.fullSweepPeriod().isPresent();
        double period = settings.fullSweepPeriod().orElse(settings.pollPeriod()).toMillis();
        double full = pages * MONTH_MILLIS / period;
        // Without a budget every poll in between takes at least one call; with a budget they get the remaining calls.
        boolean free = partial && budget.isEmpty();
        double calls = free ? full + MONTH_MILLIS / settings.pollPeriod().toMillis() : full;
        double limit = budget.orElse(TRIAL_EDITION);
        String found = String.format(
                Locale.ROOT,
                "%s %,d calls in 30 days (%d a sweep, every %s%s), %s than %s",
                first.total() < 0 || free ? "at least" : "about",
                (long) calls,
                pages,
                seconds(period),
                free ? ", and one a poll between" : "",
                calls <= limit ? "no more" : "more",
                budget.isPresent() ? "tuya.calls-per-month=" + budget.getAsLong() : "the trial edition's 26,000");
        if (calls <= limit) {
            return ok(found);
        }
        if (budget.isEmpty()) {
            return fail(
                    found,
                    "set tuya.calls-per-month to what was ordered (with the trial edition, 26000): then full and partial"
                            + " sweeps share the calls");
        }
        if (!partial) {
            return ok(found + ": full and partial sweeps will share the calls");
        }
        return warn(
                found + ": the period will be stretched, and nothing is left for the polls between",
                "raise tickets.full-sweep-period to " + (long) Math.ceil(pages * MONTH_MILLIS / limit / 1000)
                        + "s or more, "
                        + (settings.pageSize().isPresent()
                                ? "or tickets.page-size"
                                : "unless tickets.page-size=auto finds that the API gives more a call"));
    }

    private static String seconds(double millis) {
        return String.format(Locale.ROOT, millis % 1000 == 0 ? "%.0f s" : "%.1f s", millis / 1000);
    }
}
