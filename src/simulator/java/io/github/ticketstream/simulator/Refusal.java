package io.github.ticketstream.simulator;

/** The API says no: an error code of Tuya's table, sent as a failure envelope with HTTP status 200. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    private Refusal(int code, String msg) {
        super(msg, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }

    static Refusal tokenIsNull() {
        return new Refusal(1002, "access_token is null");
    }

    static Refusal grantTypeInvalid() {
        return new Refusal(1003, "grant type invalid");
    }

    static Refusal signInvalid() {
        return new Refusal(1004, "sign invalid");
    }

    static Refusal clientIdInvalid() {
        return new Refusal(1005, "clientId invalid");
    }

    /** Unknown, expired and revoked tokens look the same from outside. */
    static Refusal tokenInvalid() {
        return new Refusal(1010, "token invalid");
    }

    static Refusal requestTimeInvalid() {
        return new Refusal(1013, "request time is invalid");
    }

    static Refusal typeIncorrect(String parameter) {
        return new Refusal(1104, "type is incorrect: " + parameter);
    }

    static Refusal headerMissing(String header) {
        return new Refusal(1105, "missing the header: " + header);
    }

    static Refusal uriPathInvalid() {
        return new Refusal(1108, "uri path invalid");
    }

    static Refusal parameterIllegal(String parameter) {
        return new Refusal(1109, "param is illegal, please check it: " + parameter);
    }

    static Refusal tooManyRequests() {
        return new Refusal(1110, "concurrent request over limit");
    }
}
