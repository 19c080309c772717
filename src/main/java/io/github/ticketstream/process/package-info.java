/** For any long-lived process: clocks that measure, and escaping of foreign text. */
package io.github.ticketstream.process;
