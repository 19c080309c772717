/**
 * The records of all four topics, as messages for the Kafka producer. Other classes decide what is published, and when.
 */
package io.github.ticketstream.records;
