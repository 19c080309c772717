package io.github.ticketstream.simulator;

import java.time.Instant;

/**
 * One version of a ticket that a client was given.
 *
 * @param updateTime epoch milliseconds
 * @param json the text as served
 * @param firstServed when a whole reply first had it
 */
public record ServedVersion(String ticketNo, long updateTime, String json, Instant firstServed) {}
