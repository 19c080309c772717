package io.github.ticketstream.simulation;

/** The program as it is, and fifteen ways to get it wrong, each of which the checker must catch. */
public enum Variant {
    CORRECT,
    /** Every producer has a transactional id of its own. */
    NO_FENCING,
    /** Producers call {@code initTransactions} only when they first send. */
    STATE_READ_BEFORE_FENCING,
    /** The state is read to the last stable offset: the end as a {@code read_committed} consumer tells it. */
    CONSUMERS_END_OFFSET,
    /** What was sent counts as published, also when its commit failed. */
    MARK_KEPT_IN_MEMORY,
    /** A commit of unknown outcome is answered by sending everything again. */
    RETRY_AFTER_UNKNOWN_COMMIT,
    /** A partial sweep is closed as a full one is: by a sweep record. */
    PARTIAL_SWEEP_COUNTS_AS_COMPLETE,
    /** The content of a silent change counts as published, also when its commit failed. */
    HASH_KEPT_BEFORE_COMMIT,
    /** A ticket that one complete sweep does not hold has disappeared. */
    DISAPPEARANCE_FROM_ONE_SWEEP,
    /** A ticket that a walk meets a second time does not show that the list has moved. */
    MOVES_ARE_NOT_NOTICED,
    /** An entry that is no ticket says nothing about the ticket that it names. */
    SPOILT_ENTRIES_ARE_IGNORED,
    /** A day goes by when the clock of this machine says so. */
    DAYS_OF_THIS_MACHINE,
    /** A mark does not say that it rests on an earlier one, so that it stands although somebody has taken that away. */
    TOMBSTONES_ARE_OVERWRITTEN,
    /** Calls are counted when a sweep ends, not before they are made. */
    CALLS_COUNTED_AFTERWARDS,
    /** A page holds as many tickets as were asked for, so many pages are the list, and then all of it was seen. */
    ASKED_COUNTS_AS_GIVEN,
    /** A page shows a younger state of the list than the pages before it, always. */
    ORDER_OF_PAGES_IS_ORDER_OF_REPLIES
}
