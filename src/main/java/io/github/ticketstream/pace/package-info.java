/**
 * When to poll and what: the month's calls are spent where changes turn up. Nothing in here sends, waits or knows Kafka: a
 * month can be simulated in a second.
 */
package io.github.ticketstream.pace;
