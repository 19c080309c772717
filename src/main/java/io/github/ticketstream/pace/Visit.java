package io.github.ticketstream.pace;

/**
 * What came of looking somewhere.
 *
 * @param calls that it took
 * @param changes that nobody had found before
 */
public record Visit(long calls, long changes) {}
