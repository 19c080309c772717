/**
 * The month laboratory: the program's own decisions about polls, against a list that is simulated under virtual time,
 * compared with full sweeps alone and with a poller that knows the page of each change.
 */
package io.github.ticketstream.laboratory;

