package io.github.ticketstream.chaos;

import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.PageCap;
import java.time.Duration;
import java.util.Locale;

/** The kinds of fault. */
enum FaultKind {
    KILL_ACTIVE(Group.PROGRAM, Strike::kill),
    KILL_TWICE(Group.PROGRAM, Strike::killBeforeItHasSettled),
    PAUSE_BRIEFLY(Group.PROGRAM, strike -> strike.pause(500, 3000)),
    /** Longer than the session of 6 s. */
    PAUSE_FOR_LONG(Group.PROGRAM, strike -> strike.awaitStandby().pause(7000, 10_000)),
    RESTART(Group.PROGRAM, Strike::restart),
    /** The program tries only every 5 minutes: an operator who has corrected the keys restarts it. */
    CREDENTIALS_REFUSED(
            Group.PROGRAM, strike -> strike.refuseUntilRestart(Fault.apiError(strike.any(1004, 1106), "sign invalid"))),
    /** The program tries only every hour. */
    QUOTA_SPENT(
            Group.PROGRAM,
            strike -> strike.refuseUntilRestart(Fault.apiError(strike.any(28841004, 28841104), "no quota"))),

    KILL_BROKER(Group.BROKER, strike -> strike.killBrokers(1)),
    KILL_COORDINATOR(Group.BROKER, Strike::killCoordinator),
    /** The remaining broker is no majority: nothing can be written. */
    BROKER_PAIR_AWAY(Group.BROKER, strike -> strike.killBrokers(2)),

    KAFKA_CUT(Group.CONNECTION, strike -> strike.spoilKafka(TcpProxy::cut)),
    KAFKA_SLOW(Group.CONNECTION, strike -> strike.spoilKafka(strike.slow())),
    KAFKA_HALF_OPEN(Group.CONNECTION, strike -> strike.spoilKafka(TcpProxy::halfOpen)),
    API_CUT(Group.CONNECTION, strike -> strike.spoilApi(TcpProxy::cut)),
    API_SLOW(Group.CONNECTION, strike -> strike.spoilApi(strike.slow())),
    API_HALF_OPEN(Group.CONNECTION, strike -> strike.spoilApi(TcpProxy::halfOpen)),

    STATUS_429(Group.API, strike -> {
        Fault fault = Fault.status(429);
        strike.spoilReplies(6, Calls.all(), strike.any(fault, fault.retryAfter(Duration.ofSeconds(1))));
    }),
    STATUS_500(Group.API, strike -> strike.spoilReplies(6, Calls.all(), Fault.status(strike.any(500, 502, 503, 504)))),
    HTML(Group.API, strike -> strike.spoilReplies(6, Calls.all(), Fault.html())),
    TRUNCATED_JSON(
            Group.API,
            strike -> strike.spoilReplies(6, Calls.all(), strike.any(Fault.truncatedJson(), Fault.invalidJson()))),
    BROKEN_CONNECTION(
            Group.API,
            strike -> strike.spoilReplies(
                    6, Calls.all(), strike.any(Fault.cutBody(), Fault.dropConnection(), Fault.dropReply()))),
    SYSTEM_BUSY(Group.API, strike -> strike.answerWithCode(4, 500, 1110, 1111, 1113, 1199, 40000309)),
    /** The first pause after it is 10 s. */
    UNKNOWN_CODE(Group.API, strike -> strike.answerWithCode(1, 99_999_999)),
    REQUEST_REFUSED(Group.API, strike -> strike.answerWithCode(1, 1000, 1100)),
    /**
     * Fewer than three sweeps in a row: otherwise the failure counts as lasting, and the program tries only every 5
     * minutes.
     */
    TOKEN_REFUSED(Group.API, strike -> strike.answerWithCode(2, 1010, 1011, 1012, 1400)),
    TOKEN_REVOKED(Group.API, Strike::revokeTokens),
    CLOCK_JUMP(Group.API, Strike::moveClock),

    PAGES_SHIFT(Group.LIST, Strike::shiftPages),
    PAGE_REPEATS(Group.LIST, Strike::repeatPage),
    TOTAL_TOO_SMALL(Group.LIST, strike -> strike.lieAboutTotal(50, 99)),
    TOTAL_TOO_LARGE(Group.LIST, strike -> strike.lieAboutTotal(101, 201)),
    TICKETS_VANISH(Group.LIST, strike -> strike.hideOneIn(strike.between(2, 62))),
    EMPTY_LIST(Group.LIST, strike -> strike.hideOneIn(1)),
    PAGE_CAP_CLAMPS(
            Group.LIST,
            strike -> strike.capPages(
                    strike.any(10, 20, 50, 100, 200), strike.any(PageCap.CLAMP, PageCap.CLAMP_AND_ECHO))),
    PAGE_CAP_REFUSES(
            Group.LIST,
            strike -> strike.capPages(strike.any(50, 100, 200), strike.any(PageCap.REFUSE, PageCap.BAD_REQUEST))),
    /**
     * Going from 500 down to 100 takes a minute and a half: the program repeats each time-out before it believes it.
     */
    PAGE_CAP_TIMES_OUT(Group.LIST, strike -> strike.capPages(strike.any(100, 200), PageCap.TIME_OUT)),
    PAGE_CAP_LIFTED(Group.LIST, Strike::liftCap),

    STRANGER_WITH_OUR_ID(Group.INTRUDER, Strike::takeOurId),
    FOREIGN_TRANSACTION(Group.INTRUDER, Strike::leaveTransactionOpen);

    enum Group {
        PROGRAM,
        BROKER,
        /** An answer of the API may never have arrived. */
        CONNECTION,
        API,
        LIST,
        INTRUDER;

        /** Returns whether the program gets to see all that it was served. */
        boolean sparesEveryVersion() {
            return this == API || this == LIST || this == INTRUDER;
        }
    }

    interface Action {
        void by(Strike strike) throws Exception;
    }

    private final Group group;

    @SuppressWarnings("ImmutableEnumChecker") // References to methods.
    private final Action action;

    FaultKind(Group group, Action action) {
        this.group = group;
        this.action = action;
    }

    Group group() {
        return group;
    }

    Strike strike(Strike strike) throws Exception {
        action.by(strike);
        return strike;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
