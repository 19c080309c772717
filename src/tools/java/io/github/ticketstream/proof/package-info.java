/**
 * The promise as a comparison of what the API served with what a subscriber got. Demo and crash kit end with it.
 */
package io.github.ticketstream.proof;

