/**
 * Reads the list in batches: all of it, and decides whether it was all; or the regions where changes have turned up,
 * and learns about them. Nothing here publishes.
 */
package io.github.ticketstream.sweep;
