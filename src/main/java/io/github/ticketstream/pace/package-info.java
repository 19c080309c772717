/**
 * Decides when to poll and what to read: it spends the month's calls where changes turn up. Nothing here sends, waits
 * or knows Kafka, so a month can be simulated in a second.
 */
package io.github.ticketstream.pace;
