/** Shows the state of the stream and its counts in the log, as metrics, as health and on the status page. */
package io.github.ticketstream.ops;
