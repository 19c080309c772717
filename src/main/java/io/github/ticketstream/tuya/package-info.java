/**
 * The Tuya cloud: signed requests, its errors, and the ticket list as a lazy sequence of pages. The door is
 * {@link io.github.ticketstream.tuya.TicketList}; what a failed call means is in
 * {@link io.github.ticketstream.tuya.TuyaException}. Nothing in here knows of Kafka.
 */
package io.github.ticketstream.tuya;
