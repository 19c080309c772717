/**
 * What of a ticket leaves the process, and whether it is still the same: private fields are removed or masked first, and only what
 * is left is compared, by value and not by spelling.
 */
package io.github.ticketstream.content;
