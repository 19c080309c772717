/**
 * A Kafka and a world without network and without time, for thousands of schedules a second: who runs next, what fails and
 * what crashes is drawn from a list of choices, so that a schedule can be repeated and shrunk. The log, the producers'
 * epochs, transactions and the last stable offset behave as Kafka's do.
 */
package io.github.ticketstream.simulation;
