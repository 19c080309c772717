/**
 * Which of several replicas is the active one: membership in a Kafka consumer group. Whoever is given the one
 * partition of the state topic is the leader. Nothing is read by this consumer, and no safety rests on
 * it: of two that both take themselves for the leader, the transactional id lets only one write.
 */
package io.github.ticketstream.standby;
