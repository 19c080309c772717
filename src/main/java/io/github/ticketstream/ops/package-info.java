/** For those who watch the stream: what it counts and how it is, in the log, as metrics, as health and on the status page. */
package io.github.ticketstream.ops;
