package io.github.ticketstream.tuya;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.spi.DataFormat;

/**
 * How replies are unmarshalled: Camel's Jackson data format, with a deserializer that leaves each ticket as the bytes that
 * were received.
 */
final class ReplyFormat<R> {
    /** Of a call for a page of the list. */
    static final ReplyFormat<Result> PAGE = new ReplyFormat<>(Result::read);
    /** Of a call for an access token. */
    static final ReplyFormat<TokenResult> TOKEN = new ReplyFormat<>(TokenResult::read);

    private final ObjectMapper mapper;

    /** Reads the value that the parser stands on, a part of {@code whole}; the parser is moved to its end. */
    private interface ResultReader<R> {
        R read(JsonParser parser, JsonSlice whole) throws IOException;
    }

    private ReplyFormat(ResultReader<R> results) {
        mapper = new ObjectMapper(new OverBytes())
                .registerModule(new SimpleModule().addDeserializer(Reply.class, new Deserializer(results)));
    }

    /** For a route. */
    DataFormat dataFormat() {
        return new JacksonDataFormat(mapper, Reply.class);
    }

    /** @throws IOException if the body is no reply */
    @SuppressWarnings("unchecked")
    Reply<R> read(byte[] body) throws IOException {
        return mapper.readValue(body, Reply.class);
    }

    /** Parsers that know the bytes that they read: by byte offsets, slices are made of them. */
    private static final class OverBytes extends JsonFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonParser createParser(byte[] body) throws IOException {
            JsonParser parser = JsonParsers.forReply(body, 0, body.length);
            parser.assignCurrentValue(JsonSlice.ofBody(body));
            return parser;
        }
    }

    private static final class Deserializer extends StdDeserializer<Reply<?>> {
        private static final long serialVersionUID = 1L;

        private final transient ResultReader<?> results;

        Deserializer(ResultReader<?> results) {
            super(Reply.class);
            this.results = results;
        }

        @Override
        public Reply<?> getNullValue(DeserializationContext context) throws JsonMappingException {
            throw JsonMappingException.from(context, "the reply is null");
        }

        @Override
        public Reply<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonStreamContext root = parser.getParsingContext();
            while (root.getParent() != null) {
                root = root.getParent();
            }
            JsonSlice whole = (JsonSlice) root.getCurrentValue();
            try {
                return readToEnd(parser, whole);
            } catch (StreamReadException e) {
                OddEntries odd = OddEntries.in(whole);
                if (odd.isEmpty()) {
                    throw e;
                }
                return readBut(odd);
            }
        }

        private Reply<?> readBut(OddEntries odd) throws IOException {
            byte[] blanked = odd.blanked();
            try (JsonParser parser = JsonParsers.forReply(blanked, 0, blanked.length)) {
                parser.nextToken();
                Reply<?> reply = readToEnd(parser, JsonSlice.ofBody(blanked));
                if (reply.result() instanceof Result page) {
                    page.restore(odd);
                }
                return reply;
            }
        }

        private Reply<?> readToEnd(JsonParser parser, JsonSlice whole) throws IOException {
            Reply<?> reply = read(parser, whole);
            if (parser.nextToken() != null) {
                throw JsonMappingException.from(parser, "something follows the reply");
            }
            return reply;
        }

        private Reply<?> read(JsonParser parser, JsonSlice whole) throws IOException {
            if (!parser.isExpectedStartObjectToken()) {
                throw JsonMappingException.from(parser, "the reply is no JSON object");
            }
            Boolean success = null;
            Object result = null;
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
            if (success == null) {
                throw JsonMappingException.from(parser, "the reply's 'success' is neither true nor false");
            }
            return new Reply<>(success, result, code, msg, tid, time);
        }
    }
}
