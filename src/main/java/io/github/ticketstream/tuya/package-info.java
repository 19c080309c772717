/**
 * The Tuya cloud: signed requests, its errors, and the ticket list as a lazy sequence of pages. The door is {@link
 * io.github.ticketstream.tuya.TicketList}; {@link io.github.ticketstream.tuya.TuyaException} has the meaning of a
 * failed call. Nothing in here knows of Kafka.
 */
package io.github.ticketstream.tuya;
