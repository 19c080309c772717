package io.github.ticketstream.bench;

/**
 * The circumstances of a run.
 *
 * @param concurrent pages in flight at most
 * @param latencyMillis of the API
 * @param requestsPerSecond ceiling over all calls
 */
record Setting(int tickets, int pageSize, int concurrent, int latencyMillis, int requestsPerSecond) {
    /** As many as the program's setting allows. */
    static final int UNLIMITED = 10_000;

    static Setting of(int tickets, int pageSize, int concurrent) {
        return new Setting(tickets, pageSize, concurrent, 0, UNLIMITED);
    }

    Setting withLatency(int millis) {
        return new Setting(tickets, pageSize, concurrent, millis, requestsPerSecond);
    }

    Setting withRequestsPerSecond(int most) {
        return new Setting(tickets, pageSize, concurrent, latencyMillis, most);
    }

    int pages() {
        return (tickets + pageSize - 1) / pageSize;
    }

    /** For people; without a comma between figures and what is a field of its own. */
    @Override
    public String toString() {
        return "%d tickets / page %d / %d in flight".formatted(tickets, pageSize, concurrent)
                + (latencyMillis == 0 ? "" : " / %d ms".formatted(latencyMillis))
                + (requestsPerSecond == UNLIMITED ? "" : " / %d a second".formatted(requestsPerSecond));
    }
}
