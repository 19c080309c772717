package io.github.ticketstream.simulator;

/** The API says no: an error code of Tuya's table, sent as a failure envelope with HTTP status 200. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final int code;

    Refusal(int code, String msg) {
        super(msg, null, false, false);
        this.code = code;
    }
}
