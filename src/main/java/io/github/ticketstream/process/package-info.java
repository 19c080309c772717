/** What any long-lived process needs: clocks that measure, and a gate for text that comes from outside. */
package io.github.ticketstream.process;
