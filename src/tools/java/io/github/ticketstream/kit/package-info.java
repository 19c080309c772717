/** What the integration tests and the demo stand on: a real broker in this JVM, the real program, and a subscriber. */
package io.github.ticketstream.kit;

