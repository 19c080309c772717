package io.github.ticketstream.tuya;

import static io.github.ticketstream.tuya.TuyaException.Kind.CLOCK;
import static io.github.ticketstream.tuya.TuyaException.Kind.CONFIGURATION;
import static io.github.ticketstream.tuya.TuyaException.Kind.QUOTA;
import static io.github.ticketstream.tuya.TuyaException.Kind.REAUTHENTICATE;
import static io.github.ticketstream.tuya.TuyaException.Kind.REQUEST;
import static io.github.ticketstream.tuya.TuyaException.Kind.TRANSIENT;
import static io.github.ticketstream.tuya.TuyaException.Kind.UNKNOWN;

import io.github.ticketstream.tuya.TuyaException.Kind;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The meaning of each error code of the API, and the remedy. A new code is one line here.
 *
 * <p>Source: Tuya's "Global Error Codes"; the meaning of the 28841xxx codes was also seen in public bug reports.
 */
record ErrorCode(Kind kind, String code, String meaning, String remedy) {
    private static final String KEYS =
            "compare tuya.client-id and tuya.client-secret with the project's Access ID and Access Secret";
    private static final String DATA_CENTER = "check that tuya.data-center is the project's";
    private static final String SUBSCRIBE =
            "subscribe the project to the API product with the service tickets, and authorize it";
    private static final String PLAN =
            "renew or upgrade the project's cloud plan on the Tuya platform; it may be another API product's trial that has ended ('Extend Trial Period' takes up to 24 h)";
    private static final String SLOWER = "lower tuya.requests-per-second";
    private static final String WAIT = "nothing to do, the next attempt follows";
    private static final String TOKEN =
            "nothing to do unless it lasts; then check that no other program renews the same project's token";
    private static final String REPORT =
            "check tickets.product-ids, tickets.category-path, tickets.states and tuya.parameter-style";
    private static final String ORDER_MORE =
            "order more calls, or poll less often: raise tickets.poll-period, and tickets.page-size unless it is auto";

    // spotless:off
    /** All documented codes. */
    static final Map<String, ErrorCode> TABLE = Stream.of(
        new ErrorCode(REAUTHENTICATE, "1002", "the access token is missing", TOKEN),
        new ErrorCode(REAUTHENTICATE, "1010", "the access token has expired", TOKEN),
        new ErrorCode(REAUTHENTICATE, "1011", "the access token is not valid", TOKEN),
        new ErrorCode(REAUTHENTICATE, "1012", "the access token's status is not valid", TOKEN),
        new ErrorCode(REAUTHENTICATE, "1400", "the access token is not valid", TOKEN),
        new ErrorCode(TRANSIENT, "500", "Tuya's system failed", WAIT),
        new ErrorCode(TRANSIENT, "1110", "too many requests at once", "lower tuya.requests-per-second or tuya.concurrent-requests"),
        new ErrorCode(TRANSIENT, "1111", "Tuya's system is busy", WAIT),
        new ErrorCode(TRANSIENT, "1112", "Tuya's system is busy", WAIT),
        new ErrorCode(TRANSIENT, "1113", "repeated too soon, or not within the project's edition", SLOWER + "; if it lasts, upgrade the project to the commercial edition"),
        new ErrorCode(TRANSIENT, "1199", "too many requests", SLOWER),
        new ErrorCode(TRANSIENT, "40000309", "too many requests", SLOWER),
        new ErrorCode(TRANSIENT, "429", "too many requests", SLOWER),
        new ErrorCode(CLOCK, "1013", "the request's time is not valid", "set this machine's clock, for instance by NTP"),
        new ErrorCode(CONFIGURATION, "1001", "the secret is not valid", KEYS),
        new ErrorCode(CONFIGURATION, "1003", "the grant type is not valid", KEYS),
        new ErrorCode(CONFIGURATION, "1004", "the signature is not valid", KEYS),
        new ErrorCode(CONFIGURATION, "1005", "the client id is not valid", KEYS + ", and " + DATA_CENTER),
        new ErrorCode(CONFIGURATION, "1007", "the key is not supported", KEYS),
        new ErrorCode(CONFIGURATION, "1008", "the request is not within the project's permissions", SUBSCRIBE),
        new ErrorCode(CONFIGURATION, "1106", "permission denied", SUBSCRIBE + "; " + DATA_CENTER),
        new ErrorCode(CONFIGURATION, "1108", "the path is not valid", "check tuya.data-center or tuya.base-url; the API may not be offered, or not be subscribed, in this data centre"),
        new ErrorCode(CONFIGURATION, "1114", "this machine's address is not allowed", "add its public IPv4 address to the project's IP allowlist, and " + DATA_CENTER + "; it was also seen to pass by itself"),
        new ErrorCode(CONFIGURATION, "2007", "this machine's region may not use the data centre", "run the program in the data centre's region, or " + DATA_CENTER),
        new ErrorCode(CONFIGURATION, "2009", "the client id is not valid here", "compare tuya.client-id with the project's Access ID, and " + DATA_CENTER),
        new ErrorCode(CONFIGURATION, "2406", "the project does not fit the call", DATA_CENTER + ", and link it there"),
        new ErrorCode(CONFIGURATION, "28841001", "no permission", SUBSCRIBE),
        new ErrorCode(CONFIGURATION, "28841002", "the cloud plan has expired", PLAN),
        new ErrorCode(CONFIGURATION, "28841003", "the cloud plan does not allow the call", PLAN),
        new ErrorCode(CONFIGURATION, "28841101", "the API is not subscribed", SUBSCRIBE),
        new ErrorCode(CONFIGURATION, "28841102", "the API's subscription has expired", SUBSCRIBE),
        new ErrorCode(CONFIGURATION, "28841103", "the API's subscription does not allow the call", SUBSCRIBE),
        new ErrorCode(CONFIGURATION, "28841105", "the project is not authorized for the API", SUBSCRIBE),
        new ErrorCode(CONFIGURATION, "28841106", "the API is not subscribed", SUBSCRIBE),
        new ErrorCode(CONFIGURATION, "28841107", "the data centre is suspended", "enable the data centre for the project on the Tuya platform, or " + DATA_CENTER),
        new ErrorCode(CONFIGURATION, "40001900", "no permission for the project's space", SUBSCRIBE),
        new ErrorCode(QUOTA, "28841004", "the quota of the trial edition is spent", ORDER_MORE),
        new ErrorCode(QUOTA, "28841104", "the API's quota is spent", ORDER_MORE),
        new ErrorCode(REQUEST, "1000", "the data does not exist", REPORT),
        new ErrorCode(REQUEST, "1006", "the content type is not supported", REPORT),
        new ErrorCode(REQUEST, "1100", "a parameter is empty", REPORT),
        new ErrorCode(REQUEST, "1101", "a parameter is out of range", REPORT + "; lower tickets.page-size unless it is auto"),
        new ErrorCode(REQUEST, "1102", "a parameter is missing", REPORT),
        new ErrorCode(REQUEST, "1103", "the request is not valid", REPORT),
        new ErrorCode(REQUEST, "1104", "a parameter has the wrong type", REPORT),
        new ErrorCode(REQUEST, "1105", "a header is missing", REPORT),
        new ErrorCode(REQUEST, "1107", "a code is not valid", REPORT),
        new ErrorCode(REQUEST, "1109", "a parameter is not allowed", REPORT)
    ).collect(Collectors.toUnmodifiableMap(ErrorCode::code, Function.identity()));
    // spotless:on

    static ErrorCode of(String code) {
        ErrorCode known = TABLE.get(code);
        return known != null
                ? known
                : new ErrorCode(UNKNOWN, code, "a code that is not documented", "report it with its tid to Tuya");
    }
}
