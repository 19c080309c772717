package io.github.ticketstream.simulator;

/** The API says no: an error code of Tuya's table, sent as a failure envelope with HTTP status 200. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    Refusal(int code, String msg) {
        super(msg, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Unknown, expired and revoked tokens look the same from outside. */
    static Refusal tokenInvalid() {
        return new Refusal(1010, "token invalid");
    }
}
