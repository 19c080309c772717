/**
 * The programs to compare with: {@link io.github.ticketstream.bench.contestant.RawLoop} is the practical limit, a
 * separate command that reads the program's environment variables.
 */
package io.github.ticketstream.bench.contestant;
