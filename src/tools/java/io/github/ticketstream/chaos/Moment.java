package io.github.ticketstream.chaos;

/** The moments at which a fault strikes. */
enum Moment {
    LINE("after a line of the log"),
    SWEEP("after a sweep"),
    PAGE("after a page"),
    RECORD("after a committed record"),
    TRANSACTION("in an open transaction");

    final String title;

    Moment(String title) {
        this.title = title;
    }
}
