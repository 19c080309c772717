/** The records of all four topics, as messages for the Kafka producer. What is published, and when, is decided elsewhere. */
package io.github.ticketstream.records;
