/**
 * What the program is measured against: {@link io.github.ticketstream.bench.contestant.RawLoop} is the practical limit, a
 * command of its own that is told everything by the program's environment variables.
 */
package io.github.ticketstream.bench.contestant;
