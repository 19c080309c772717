/** For those who watch the stream: health and meters. */
package io.github.ticketstream.ops;
