/** Subscribers as examples, and what any subscriber can rely on: the schema, the AsyncAPI document, the recipes. */
package io.github.ticketstream.subscriber;
