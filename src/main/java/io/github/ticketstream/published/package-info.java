/**
 * Knows from the topics what has been published: {@link io.github.ticketstream.published.PublishedState} reads, fences
 * and reads on; {@link io.github.ticketstream.published.PublishedVersions} is what it read. Nothing in here knows of
 * Tuya.
 */
package io.github.ticketstream.published;
