package io.github.ticketstream.simulator;

/** The API's answer to a request for larger pages than it gives; see {@link Quirks#maxPageSize(int, PageCap)}. */
public enum PageCap {
    /** As many tickets as the API gives, and {@code page_size} says so. */
    CLAMP,
    /** As many tickets as the API gives, but {@code page_size} is what was asked for. */
    CLAMP_AND_ECHO,
    /** Code 1101. */
    REFUSE,
    /** HTTP status 400. */
    BAD_REQUEST,
    /** No answer; the connection stays open. */
    TIME_OUT
}
