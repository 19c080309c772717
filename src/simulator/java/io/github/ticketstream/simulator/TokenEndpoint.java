package io.github.ticketstream.simulator;

/**
 * {@code GET /v1.0/token?grant_type=1} and {@code GET /v1.0/token/{refresh_token}}.
 *
 * <p>{@code expire_time} counts <em>seconds</em>, and is what is left of the live token: a client that asks twice gets
 * the same token with less of it.
 */
final class TokenEndpoint {

    private static final String UID = "bay1588925778000Simu";

    private final Tokens tokens;
    private final Authentication authentication;
    private final Envelope envelope;

    TokenEndpoint(Tokens tokens, Authentication authentication, Envelope envelope) {
        this.tokens = tokens;
        this.authentication = authentication;
        this.envelope = envelope;
    }

    Reply answer(ApiCall call) {
        authentication.checkTokenCall(call);
        Tokens.Pair pair = call.path().equals(ApiCall.TOKEN_PATH) ? grant(call) : refresh(call);
        String result = "{\"access_token\":\"%s\",\"expire_time\":%d,\"refresh_token\":\"%s\",\"uid\":\"%s\"}"
                .formatted(pair.accessToken(), tokens.secondsLeft(pair), pair.refreshToken(), UID);
        return Reply.ok(envelope.success(result), Served.NOTHING);
    }

    private Tokens.Pair grant(ApiCall call) {
        if (!call.query().get("grant_type").orElse("").equals("1")) {
            throw new Refusal(1003, "grant type invalid");
        }
        return tokens.current();
    }

    private Tokens.Pair refresh(ApiCall call) {
        return tokens.refresh(call.path().substring(ApiCall.TOKEN_PATH.length() + 1));
    }
}
