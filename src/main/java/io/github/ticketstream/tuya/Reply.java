package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The envelope around every reply, {@code {"success":…, "result":…, "code":…, "msg":…, "t":…, "tid":…}}, with
 * its result. {@code success} alone decides; a code can be there on success too, and be a number or a string.
 *
 * @param result what the reply is about; null if there is none
 * @param time Tuya's clock, epoch milliseconds; 0 if the reply does not say
 */
record Reply(boolean success, Result result, String code, String msg, String tid, long time) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Reads a body.
     *
     * @param page the page that was asked for; 0 if it was none
     * @throws IOException if the body is no such envelope
     */
    static Reply parse(byte[] body, int page) throws IOException {
        Boolean success = null;
        Result result = null;
        String code = "";
        String msg = "";
        String tid = "";
        long time = 0;
        try (JsonParser parser = JsonParsers.forReply(body, 0, body.length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the reply is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (field) {
                    case "success" -> success = token.isBoolean() ? token == JsonToken.VALUE_TRUE : null;
                    case "result" -> result = Result.read(parser, JsonSlice.ofBody(body), page);
                    // The second name of each was seen in an outage.
                    case "code", "errorCode" -> code = token.isScalarValue() ? parser.getText() : code;
                    case "msg", "errorMsg" -> msg = token.isScalarValue() ? parser.getText() : msg;
                    case "tid" -> tid = token.isScalarValue() ? parser.getText() : "";
                    case "t" -> time = JsonSlice.positiveLong(parser, Long.MAX_VALUE);
                    default -> {}
                }
                parser.skipChildren();
            }
            if (parser.nextToken() != null) {
                throw new IOException("the reply goes on after its end");
            }
        }
        if (success == null) {
            throw new IOException("the reply's 'success' is neither true nor false");
        }
        return new Reply(success, result, code, msg, tid, time);
    }

    /** The result as a tree, for small results only; missing if it is none that a tree should be made of. */
    JsonNode resultTree() {
        if (result == null) {
            return MAPPER.missingNode();
        }
        JsonSlice slice = result.json();
        try (JsonParser parser = JsonParsers.forTree(slice.bytes(), slice.offset(), slice.length())) {
            return MAPPER.readTree(parser);
        } catch (IOException e) {
            return MAPPER.missingNode();
        }
    }
}
