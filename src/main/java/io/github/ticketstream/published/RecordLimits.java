package io.github.ticketstream.published;

/**
 * How large records may be, in bytes.
 *
 * @param ticket what producer, ticket topic and dead-letter topic all take
 * @param mark what the state topic takes
 */
public record RecordLimits(int ticket, int mark) {}
