/**
 * What a poll reads, in batches: the whole list, and whether it was the whole; or the regions where changes have been
 * turning up, and what was learned about them. Nothing in here publishes.
 */
package io.github.ticketstream.sweep;
