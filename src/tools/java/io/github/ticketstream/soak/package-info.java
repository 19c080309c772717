/** Hours of ordinary work in fast motion: does anything grow that should not? */
package io.github.ticketstream.soak;

