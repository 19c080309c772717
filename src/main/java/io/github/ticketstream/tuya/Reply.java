package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;

/**
 * The envelope around every reply, {@code {"success":…, "result":…, "code":…, "msg":…, "t":…, "tid":…}}, with its result.
 * {@code success} alone decides; a code can be there on success too, and be a number or a string. Read token by token: a
 * data binding would convert numbers that are megabytes long, and each ticket stays as the bytes that were received.
 *
 * @param <R> what the call is about
 * @param result null if there is none
 * @param time Tuya's clock, epoch milliseconds; 0 if the reply does not say
 */
record Reply<R>(boolean success, R result, String code, String msg, String tid, long time) {
    /** Reads the value that the parser stands on, a part of {@code whole}; the parser is moved to its end. */
    private interface ResultReader<R> {
        R read(JsonParser parser, JsonSlice whole) throws IOException;
    }

    /**
     * What stands under the {@code result} of the token call. Source: Tuya's "Obtain token".
     *
     * @param value empty if there is none
     * @param seconds how long it lives; 0 if the reply does not say
     */
    record Token(String value, long seconds) {
        @Override
        public String toString() {
            return "Token[hidden]";
        }
    }

    /** @throws IOException if the body of a call for a page of the list is no reply */
    static Reply<Result> ofPage(byte[] body) throws IOException {
        JsonSlice whole = JsonSlice.ofBody(body);
        try {
            return read(whole, Result::read);
        } catch (StreamReadException e) {
            OddEntries odd = OddEntries.in(whole);
            if (odd.isEmpty()) {
                throw e;
            }
            Reply<Result> reply = read(JsonSlice.ofBody(odd.blanked()), Result::read);
            reply.result().restore(odd);
            return reply;
        }
    }

    /** @throws IOException if the body of a call for an access token is no reply */
    static Reply<Token> ofToken(byte[] body) throws IOException {
        return read(JsonSlice.ofBody(body), Reply::token);
    }

    private static Token token(JsonParser parser, JsonSlice whole) throws IOException {
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
        return new Token(token, expireTime > 0 ? expireTime : expire);
    }

    private static <R> Reply<R> read(JsonSlice whole, ResultReader<R> results) throws IOException {
        try (JsonParser parser = whole.parser()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the reply is no JSON object");
            }
            Boolean success = null;
            R result = null;
            String code = "";
            String msg = "";
            String tid = "";
            long time = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "success" -> success = token.isBoolean() ? token == JsonToken.VALUE_TRUE : null;
                    case "result" -> result = results.read(parser, whole);
                    // The second name of each was seen in an outage.
                    case "code", "errorCode" -> code = token.isScalarValue() ? parser.getText() : code;
                    case "msg", "errorMsg" -> msg = token.isScalarValue() ? parser.getText() : msg;
                    case "tid" -> tid = token.isScalarValue() ? parser.getText() : "";
                    case "t" -> time = JsonSlice.positiveLong(parser, Long.MAX_VALUE);
                    default -> {}
                }
                parser.skipChildren();
            }
            if (success == null || parser.nextToken() != null) {
                throw new IOException("the reply's 'success' is neither true nor false, or something follows it");
            }
            return new Reply<>(success, result, code, msg, tid, time);
        }
    }
}
