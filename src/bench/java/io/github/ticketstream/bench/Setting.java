package io.github.ticketstream.bench;

/** The circumstances of a run. */
record Setting(int tickets, int pageSize) {
    int pages() {
        return (tickets + pageSize - 1) / pageSize;
    }

    @Override
    public String toString() {
        return "%d tickets / page %d / 4 in flight".formatted(tickets, pageSize);
    }
}
