package io.github.ticketstream.doctor;

import static io.github.ticketstream.doctor.CheckResult.fail;
import static io.github.ticketstream.doctor.CheckResult.ok;
import static io.github.ticketstream.doctor.CheckResult.skip;
import static io.github.ticketstream.doctor.CheckResult.warn;

import io.github.ticketstream.tuya.Page;
import io.github.ticketstream.tuya.TuyaException;
import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.List;
import java.util.Locale;

/** The API, by six calls at most: the token, a few pages of the list, and page 1 of its open tickets. */
final class TuyaChecks {
    private static final String API = "Tuya API";
    private static final String CLOCK = "clock";
    private static final String CREDENTIALS = "credentials";
    private static final String SUBSCRIPTION = "subscription";
    private static final String PAGES = "pages";
    private static final String ENTRIES = "entries";
    private static final String PAGE_SIZE = "page size";
    private static final String QUOTA = "quota";
    private static final String FRESHNESS = "freshness";
    private static final List<String> ALL =
            List.of(API, CLOCK, CREDENTIALS, SUBSCRIPTION, PAGES, ENTRIES, PAGE_SIZE, QUOTA, FRESHNESS);

    private static final String NOT_THE_DATA_CENTRE =
            ": that proves the keys, not the data centre, since another one gives tokens as well";

    /** A reply carries the time at which it was sent. */
    private static final double CLOCK_TOLERANCE_SECONDS = 10;

    private final Connections connections;
    private final Quota quota;
    private ListSample list;
    private Page open;
    private TuyaException failure;
    private TuyaException openFailure;

    TuyaChecks(Connections connections, Quota quota) {
        this.connections = connections;
        this.quota = quota;
    }

    List<CheckResult> run() {
        try {
            list = new ListSample(connections.tuya().tickets());
            lookAtOpen();
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

    private void lookAtOpen() {
        try {
            open = connections.tuya().tickets().firstOpen();
        } catch (TuyaException e) {
            openFailure = e;
        }
    }

    /** Where a failure belongs. */
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

    private CheckResult result(String check, String failed) {
        return switch (check) {
            case API -> ok(check, "answers at " + connections.tuyaSettings().baseUrl());
            case CLOCK -> failed.equals(API) ? skip(check, failed) : clock();
            case CREDENTIALS ->
                hasToken()
                        ? ok(check, "an access token was given" + (failed.isEmpty() ? "" : NOT_THE_DATA_CENTRE))
                        : skip(check, failed);
            default -> list == null ? skip(check, failed) : ofList(check);
        };
    }

    private CheckResult ofList(String check) {
        return switch (check) {
            case SUBSCRIPTION -> ok(check, "the ticket list may be read; " + total());
            case PAGES -> list.walk(check);
            case ENTRIES -> list.entries(check);
            case PAGE_SIZE -> pageSize();
            case QUOTA -> quota.estimate(check, shape());
            default ->
                openFailure == null
                        ? quota.freshness(check, shape())
                        : warn(check, openFailure.getMessage(), openFailure.remedy());
        };
    }

    private ListShape shape() {
        return ListShape.of(list.first(), list.second(), open == null ? list.first() : open);
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

    private String total() {
        long total = list.first().total();
        return total < 0 ? "the API gives no total" : total + " tickets in all";
    }

    private CheckResult pageSize() {
        Page page = list.first();
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
