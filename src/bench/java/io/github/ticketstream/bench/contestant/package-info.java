/**
 * What the program is measured against, each a command of its own that is told everything by the same environment variables:
 * {@link io.github.ticketstream.bench.contestant.RawLoop} is the practical limit, {@link
 * io.github.ticketstream.bench.contestant.TextbookRoute} what is usually written, and {@link
 * io.github.ticketstream.bench.contestant.BareFetch} the limit that the API itself sets.
 */
package io.github.ticketstream.bench.contestant;

