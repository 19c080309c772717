package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;

/**
 * The envelope around every reply, {@code {"success":…, "result":…, "code":…, "msg":…, "t":…, "tid":…}}, with its
 * result. Only {@code success} decides; a code can come with success, too, and be a number or a string. It is read
 * token by token: a data binding would convert numbers that are megabytes long, and each ticket must keep its bytes.
 *
 * @param time Tuya's clock, epoch milliseconds; 0 if the reply does not say
 */
record Reply(boolean success, Result result, String code, String msg, String tid, long time) {

    /** @throws IOException if the body is no reply */
    static Reply read(byte[] body) throws IOException {
        JsonSlice whole = JsonSlice.ofBody(body);
        try {
            return read(whole, whole.parser());
        } catch (StreamReadException e) {
            // Entries that are no JSON, such as one with a NaN, do not spoil the others.
            Reply reply = read(whole, whole.lenientParser());
            reply.result().findInvalidEntries();
            return reply;
        }
    }

    private static Reply read(JsonSlice whole, JsonParser open) throws IOException {
        try (JsonParser parser = open) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the reply is no JSON object");
            }
            Boolean success = null;
            Result result = Result.NONE;
            String code = "";
            String msg = "";
            String tid = "";
            long time = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "success" -> success = token.isBoolean() ? token == JsonToken.VALUE_TRUE : null;
                    case "result" -> result = Result.read(parser, whole);
                    // The second names were seen in an outage.
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
            return new Reply(success, result, code, msg, tid, time);
        }
    }
}
