/**
 * Elects the active replica by membership in a Kafka consumer group: the member that gets the one
 * partition of the state topic is the leader. Nothing is read by this consumer, and no safety rests on
 * it: of two that both take themselves for the leader, the transactional id lets only one write.
 */
package io.github.ticketstream.standby;
