/** The base of integration tests and demo: a real broker in this JVM, the real program, and a subscriber. */
package io.github.ticketstream.kit;

