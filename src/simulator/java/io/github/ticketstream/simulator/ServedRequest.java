package io.github.ticketstream.simulator;

import java.time.Instant;

/**
 * One request in the log.
 *
 * @param path a refresh token in it is masked
 * @param query as on the wire, commas and {@code %2C} apart; empty when there was none
 * @param pageNo the page asked for; 0 for other requests
 * @param outcome {@code ok}, {@code code 1010}, {@code http 503} the name of a fault such as {@code cut-body}, or
 *     {@code client-gone} when the client left before the end
 * @param token tells access tokens apart without giving them away; empty when none was sent
 */
public record ServedRequest(
        Instant time, String method, String path, String query, int pageNo, String outcome, String token) {

    static ServedRequest of(Instant time, ApiCall call, String outcome) {
        String path = call.path().startsWith(ApiCall.TOKEN_PATH + "/")
                ? ApiCall.TOKEN_PATH + "/{refresh_token}"
                : call.path();
        String token = call.header("access_token")
                .map(value -> RequestSignature.sha256(Envelope.utf8(value)).substring(0, 12))
                .orElse("");
        return new ServedRequest(time, call.method(), path, call.wireQuery(), call.pageNo(), outcome, token);
    }

    public boolean isOk() {
        return outcome.equals(Reply.OK);
    }
}
