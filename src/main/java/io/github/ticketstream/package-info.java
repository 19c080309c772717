/**
 * The flow, from poll to publish. Read {@link io.github.ticketstream.SweepRoutes} first: it is the whole story; the
 * other classes are its steps. {@code tuya} hides the API, {@code published} hides Kafka, {@code ops} shows the state
 * of the stream.
 */
package io.github.ticketstream;
