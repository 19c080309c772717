package io.github.ticketstream.bench;

/**
 * What the API has seen of one contestant.
 *
 * @param requests all of them, when they arrived
 * @param tokens requests for a token, when they arrived
 * @param walks requests for page 1, when they arrived
 * @param walkEnds replies without a next page, when their last byte was written
 */
record ApiLog(Moments requests, Moments tokens, Moments walks, Moments walkEnds) {
    ApiLog() {
        this(new Moments(), new Moments(), new Moments(), new Moments());
    }
}
