package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What stands under the {@code result} of the token call. Source: Tuya's "Obtain token".
 *
 * @param token empty if there is none
 * @param seconds how long it lives; 0 if the reply does not say
 */
record TokenResult(String token, long seconds) {
    /** @throws IOException if it is no JSON */
    static TokenResult read(JsonParser parser, JsonSlice whole) throws IOException {
        String token = "";
        long expireTime = 0;
        long expire = 0;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                // Tuya's tables and samples differ about the name of the lifetime.
                switch (field) {
                    case "access_token" -> token = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                    case "expire_time" -> expireTime = JsonSlice.positiveLong(parser, Long.MAX_VALUE);
                    case "expire" -> expire = JsonSlice.positiveLong(parser, Long.MAX_VALUE);
                    default -> {}
                }
                parser.skipChildren();
            }
        }
        return new TokenResult(token, expireTime > 0 ? expireTime : expire);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "TokenResult[hidden]";
    }
}
