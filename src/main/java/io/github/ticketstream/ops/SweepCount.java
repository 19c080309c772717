package io.github.ticketstream.ops;

/**
 * The counts of each sweep: each has a word in the log line and in the status, and a metric over all sweeps. A new
 * count takes a line here and a call where it is counted.
 */
public enum SweepCount {
    FETCHED("fetched", "tickets.fetched", "Entries of the list that were fetched"),
    /** Records that came back from Kafka. Their metrics are by type, and by state. */
    CHANGED("changed", "", ""),
    UNCHANGED("unchanged", "tickets.unchanged", "Entries that were dropped: nothing newer than what is published"),
    DEAD_LETTERED("dead_lettered", "tickets.dead.lettered", "Entries that are no ticket, on the dead-letter topic"),
    /** Silent changes, published or not. */
    SILENT("silent", "tickets.silent.changes", "Contents that differ under the same update time"),
    /** Disappeared tickets, counted or published. */
    DISAPPEARED("disappeared", "tickets.disappeared", "Tickets that have disappeared from the list"),
    /** Counted each time that one is seen, so that it says nothing about one sweep. */
    OLDER("", "tickets.older", "Versions in the list that are older than the published ones");

    /** In the log line and in the status; empty if it is in neither. */
    final String word;
    /** Over all sweeps; empty if it has others. */
    final String metric;

    final String description;

    SweepCount(String word, String metric, String description) {
        this.word = word;
        this.metric = metric;
        this.description = description;
    }

    /** Returns whether the log line has it even if it is 0. */
    boolean isInEachLine() {
        return compareTo(DEAD_LETTERED) <= 0;
    }
}
