/** Removes or masks private fields first, then compares only the remaining content, by value and not by spelling. */
package io.github.ticketstream.content;
