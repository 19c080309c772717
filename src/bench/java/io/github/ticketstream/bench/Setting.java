package io.github.ticketstream.bench;

/**
 * The circumstances of a run.
 *
 * @param concurrent pages in flight at most
 */
record Setting(int tickets, int pageSize, int concurrent) {
    int pages() {
        return (tickets + pageSize - 1) / pageSize;
    }

    @Override
    public String toString() {
        return "%d tickets / page %d / %d in flight".formatted(tickets, pageSize, concurrent);
    }
}
