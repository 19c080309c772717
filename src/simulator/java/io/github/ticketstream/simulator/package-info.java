/**
 * Tuya's service-ticket API as executable documentation: a small HTTP server that behaves as Tuya's pages, SDKs and
 * live traffic say the real one does, and misbehaves on demand.
 *
 * <p>Where to start reading:
 *
 * <ul>
 *   <li>{@link io.github.ticketstream.simulator.TuyaSimulator} is the door: start it, point a client at its base URL.
 *   <li>{@code ApiServer} shows the way of one request; {@code Authentication}, {@code TokenEndpoint} and
 *       {@code FeedbacksEndpoint} are the rules of the API itself.
 *   <li>{@link io.github.ticketstream.simulator.TicketPopulation} holds the tickets,
 *       {@link io.github.ticketstream.simulator.LivingPopulation} changes them all the time.
 *   <li>{@link io.github.ticketstream.simulator.Faults} (requests that fail) and
 *       {@link io.github.ticketstream.simulator.Quirks} (an API that lies) are the misbehaviour.
 *   <li>{@link io.github.ticketstream.simulator.ServedLog} tells what clients were really given.
 * </ul>
 *
 * <p>It shares no code with the program it tests, above all not the signature.
 */
package io.github.ticketstream.simulator;
