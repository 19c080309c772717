package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.skip;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.TicketList;
import io.github.ticketstream.tuya.TuyaException;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.List;
import java.util.Locale;

/** The API, by four calls: the token, pages 1 and 2 of the list, and page 1 of its open tickets. */
final class TuyaChecks {
    private static final String API = "Tuya API";
    private static final String CLOCK = "clock";
    private static final String CREDENTIALS = "credentials";
    private static final String SUBSCRIPTION = "subscription";
    private static final String PAGE_SIZE = "page size";
    private static final String QUOTA = "quota";
    private static final String FRESHNESS = "freshness";
    private static final List<String> ALL = List.of(API, CLOCK, CREDENTIALS, SUBSCRIPTION, PAGE_SIZE, QUOTA, FRESHNESS);

    private static final String NOT_THE_DATA_CENTRE =
            ": that proves the keys, not the data centre, since another one gives tokens as well";

    /** A reply carries the time at which it was sent. */
    private static final double CLOCK_TOLERANCE_SECONDS = 10;

    private final Connections connections;
    private final Quota quota;
    private Page page;
    private TuyaException failure;

    TuyaChecks(Connections connections, Quota quota) {
        this.connections = connections;
        this.quota = quota;
    }

    List<CheckResult> run() {
        try {
            page = connections.tuya().tickets().first();
        } catch (TuyaException e) {
            failure = e;
        }
        String failed = failure == null ? "" : failedCheck();
        return ALL.stream()
                .map(check -> check.equals(failed)
                        ? fail(check, failure.getMessage(), failure.remedy())
                        : result(check, failed))
                .toList();
    }

    /** Where a failure belongs. */
    private String failedCheck() {
        boolean noReply = failure.kind() == Kind.TRANSIENT || failure.getCause() != null;
        return switch (failure.kind()) {
            case CLOCK -> CLOCK;
            case QUOTA -> QUOTA;
            case REAUTHENTICATE -> CREDENTIALS;
            default -> hasToken() ? SUBSCRIPTION : noReply ? API : CREDENTIALS;
        };
    }

    private CheckResult result(String check, String failed) {
        return switch (check) {
            case API -> ok(check, "answers at " + connections.tuyaSettings().baseUrl());
            case CLOCK -> failed.equals(API) ? skip(check, failed) : clock();
            case CREDENTIALS ->
                hasToken()
                        ? ok(check, "an access token was given" + (failed.isEmpty() ? "" : NOT_THE_DATA_CENTRE))
                        : skip(check, failed);
            case SUBSCRIPTION ->
                page == null ? skip(check, failed) : ok(check, "the ticket list may be read; " + total());
            case PAGE_SIZE -> page == null ? skip(check, failed) : pageSize();
            case QUOTA -> page == null ? skip(check, failed) : quota.estimate(QUOTA, page);
            default -> page == null ? skip(check, failed) : freshness();
        };
    }

    /** The first call is the one for the token. */
    private boolean hasToken() {
        return calls("ok") >= 1;
    }

    private double calls(String outcome) {
        return connections
                .registry()
                .get("tuya.requests")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private CheckResult clock() {
        double offset =
                connections.registry().get("tuya.clock.offset.seconds").gauge().value();
        String found = String.format(
                Locale.ROOT,
                "this machine's is %.1f s %s Tuya's",
                Math.abs(offset),
                offset > 0 ? "behind" : "ahead of");
        boolean refused = calls("clock") >= 1;
        if (Math.abs(offset) < CLOCK_TOLERANCE_SECONDS && !refused) {
            return ok(CLOCK, found);
        }
        return warn(
                CLOCK,
                found + (refused ? "; Tuya refused a request for it, and took the corrected one" : ""),
                "set this machine's clock, for instance by NTP");
    }

    private CheckResult freshness() {
        TicketList list = connections.tuya().tickets();
        try {
            Page second = page.hasMore() ? list.pages(null, () -> false).page(2) : page;
            return quota.freshness(FRESHNESS, ListShape.of(page, second, list.firstOpen()));
        } catch (TuyaException e) {
            return warn(FRESHNESS, e.getMessage(), e.remedy());
        }
    }

    private String total() {
        return page.total() < 0 ? "the API gives no total" : page.total() + " tickets in all";
    }

    private CheckResult pageSize() {
        int asked = connections.ticketSettings().pageSize();
        if (page.size() < 0 || page.size() == asked) {
            return ok(PAGE_SIZE, asked + " tickets a page");
        }
        return warn(
                PAGE_SIZE,
                asked + " were asked for and " + page.size() + " came back",
                "lower tickets.page-size, or set tuya.parameter-style="
                        + (connections.tuyaSettings().camelCase() ? "snake_case" : "camelCase"));
    }
}
