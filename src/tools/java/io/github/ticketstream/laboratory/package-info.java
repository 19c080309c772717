/**
 * The month laboratory: the program's own decisions about polls, against a list that is simulated under virtual time, beside
 * full sweeps alone and beside a poller that is told where each change stands.
 */
package io.github.ticketstream.laboratory;

