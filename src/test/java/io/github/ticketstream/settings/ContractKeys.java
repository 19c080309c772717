package io.github.ticketstream.settings;

/** The keys that operators may rely on, as they are documented. */
final class ContractKeys {
    static final String[] ALL = {
        "tuya.client-id",
        "tuya.client-secret",
        "tuya.client-secret-file",
        "tuya.data-center",
        "tuya.base-url",
        "tuya.parameter-style",
        "tuya.requests-per-second",
        "tuya.concurrent-requests",
        "tuya.connect-timeout",
        "tuya.response-timeout",
        "tuya.max-response-size",
        "tuya.calls-per-month",
        "tuya.month-begins-on",
        "tickets.poll-period",
        "tickets.full-sweep-period",
        "tickets.page-size",
        "tickets.product-ids",
        "tickets.category-path",
        "tickets.states",
        "tickets.first-run",
        "tickets.drop-fields",
        "tickets.mask-fields",
        "tickets.mask-key",
        "tickets.silent-changes",
        "tickets.ignore-fields",
        "tickets.disappeared",
        "tickets.topic",
        "tickets.sweep-topic",
        "tickets.state-topic",
        "tickets.dead-letter-topic",
        "tickets.topics.create",
        "tickets.topics.partitions",
        "tickets.topics.replication-factor",
        "tickets.transactional-id",
        "tickets.event-source",
        "tickets.standby"
    };

    private ContractKeys() {}
}
