package io.github.ticketstream.chaos;

import java.util.Locale;
import java.util.Random;

/** All that can go wrong. */
enum FaultKind {
    KILL_ACTIVE(Group.PROGRAM, ProgramFaults::kill),
    KILL_TWICE(Group.PROGRAM, ProgramFaults::killBeforeItHasSettled),
    PAUSE_BRIEFLY(Group.PROGRAM, ProgramFaults::pauseBriefly),
    PAUSE_FOR_LONG(Group.PROGRAM, ProgramFaults::pauseForLong),
    RESTART(Group.PROGRAM, ProgramFaults::restart),

    KILL_BROKER(Group.BROKER, BrokerFaults::killAny),
    KILL_COORDINATOR(Group.BROKER, BrokerFaults::killCoordinator),
    BROKER_PAIR_AWAY(Group.BROKER, BrokerFaults::killPair),

    KAFKA_CUT(Group.CONNECTION, ConnectionFaults::kafkaCut),
    KAFKA_SLOW(Group.CONNECTION, ConnectionFaults::kafkaSlow),
    KAFKA_HALF_OPEN(Group.CONNECTION, ConnectionFaults::kafkaHalfOpen),
    API_CUT(Group.CONNECTION, ConnectionFaults::apiCut),
    API_SLOW(Group.CONNECTION, ConnectionFaults::apiSlow),
    API_HALF_OPEN(Group.CONNECTION, ConnectionFaults::apiHalfOpen),

    STATUS_429(Group.API, ApiFaults::tooManyRequests),
    STATUS_500(Group.API, ApiFaults::serverError),
    HTML(Group.API, ApiFaults::html),
    TRUNCATED_JSON(Group.API, ApiFaults::truncatedJson),
    BROKEN_CONNECTION(Group.API, ApiFaults::brokenConnection),
    SYSTEM_BUSY(Group.API, ApiFaults::systemBusy),
    UNKNOWN_CODE(Group.API, ApiFaults::unknownCode),
    REQUEST_REFUSED(Group.API, ApiFaults::requestRefused),
    TOKEN_REFUSED(Group.API, ApiFaults::tokenRefused),
    TOKEN_REVOKED(Group.API, ApiFaults::tokenRevoked),
    CLOCK_JUMP(Group.API, ApiFaults::clockJump),
    CREDENTIALS_REFUSED(Group.PROGRAM, ApiFaults::credentialsRefused),
    QUOTA_SPENT(Group.PROGRAM, ApiFaults::quotaSpent),

    PAGES_SHIFT(Group.LIST, ListFaults::pagesShift),
    PAGE_REPEATS(Group.LIST, ListFaults::pageRepeats),
    TOTAL_TOO_SMALL(Group.LIST, ListFaults::totalTooSmall),
    TOTAL_TOO_LARGE(Group.LIST, ListFaults::totalTooLarge),
    TICKETS_VANISH(Group.LIST, ListFaults::ticketsVanish),
    EMPTY_LIST(Group.LIST, ListFaults::emptyList),

    STRANGER_WITH_OUR_ID(Group.INTRUDER, Intruders::strangerWithOurId),
    FOREIGN_TRANSACTION(Group.INTRUDER, Intruders::foreignTransaction);

    /** Where a fault is. */
    enum Group {
        PROGRAM,
        BROKER,
        /** What the API answered may never have arrived. */
        CONNECTION,
        API,
        LIST,
        INTRUDER;

        /** Whether the program gets to see all that it was served. */
        boolean sparesEveryVersion() {
            return this == API || this == LIST || this == INTRUDER;
        }
    }

    /** Lets it happen, and end. */
    interface Strike {
        Struck on(Stage stage, Random random) throws Exception;
    }

    private final Group group;

    @SuppressWarnings("ImmutableEnumChecker") // References to methods.
    private final Strike strike;

    FaultKind(Group group, Strike strike) {
        this.group = group;
        this.strike = strike;
    }

    Group group() {
        return group;
    }

    Struck strike(Stage stage, Random random) throws Exception {
        return strike.on(stage, random);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
