/**
 * What has been published, as it stands on the log: {@link io.github.ticketstream.published.PublishedLog} reads, fences and
 * reads on; {@link io.github.ticketstream.published.PublishedVersions} is what it read. Nothing in here knows of Tuya.
 */
package io.github.ticketstream.published;
