package io.github.ticketstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Makes replies that no sound API would send, all of them from a seed. */
final class HostileReplies {
    /** Stands in every reply where personal data would; must not appear in any message. */
    static final String PERSONAL = "jane@example.com";

    static final String PAGE = "{\"result\":{\"page_no\":1,\"page_size\":50,\"list\":["
            + "{\"ticket_no\":\"FBAY1\",\"update_time\":1638356077881,\"user_account\":\"" + PERSONAL
            + "\",\"a\":[1,{\"b\":2.50}]},"
            + "{\"ticket_no\":\"FBAY\\u00c42\",\"update_time\":1638356077882,\"description\":\"Gerät 💡 \\\"E\\\"\"}"
            + "],\"total\":2,\"has_more\":false},\"code\":200,\"msg\":\"ok\",\"t\":1638871293544,\"success\":true,\"tid\":\"a1\"}";
    static final String TOKEN =
            "{\"result\":{\"access_token\":\"3f4eda2bdec17232f67c0b188af3eec1\",\"expire_time\":7200,"
                    + "\"refresh_token\":\"36c4\",\"uid\":\"bay1\"},\"success\":true,\"t\":1638871293544}";

    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("success", "true"),
            Map.entry("code", "200"),
            Map.entry("msg", "\"ok\""),
            Map.entry("tid", "\"a1\""),
            Map.entry("t", "1638871293544"),
            Map.entry("page_no", "1"),
            Map.entry("page_size", "50"),
            Map.entry("total", "2"),
            Map.entry("has_more", "false"),
            Map.entry("ticket_no", "\"FBAY1\""),
            Map.entry("update_time", "1638356077881"),
            Map.entry("access_token", "\"3f4eda2bdec17232f67c0b188af3eec1\""),
            Map.entry("expire_time", "7200"));

    private final Random random;

    HostileReplies(long seed) {
        this.random = new Random(seed);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Cut off after 0, 1, 2 … bytes. */
    Stream<byte[]> truncated(byte[] reply) {
        return IntStream.range(0, reply.length).mapToObj(length -> Arrays.copyOf(reply, length));
    }

    /** One to six bytes changed, removed, put in, or written twice. */
    Stream<byte[]> mutated(byte[] reply, int count) {
        return Stream.generate(() -> mutated(reply)).limit(count);
    }

    private byte[] mutated(byte[] reply) {
        List<Byte> bytes = new ArrayList<>();
        for (byte each : reply) {
            bytes.add(each);
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(5)) {
                case 0 -> bytes.set(at, (byte) random.nextInt(256));
                case 1 -> bytes.set(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
                case 2 -> bytes.remove(at);
                case 3 -> bytes.add(at, (byte) "{}[]\",:\\0".charAt(random.nextInt(9)));
                default -> bytes.addAll(at, List.copyOf(bytes.subList(at, Math.min(bytes.size(), at + 40))));
            }
        }
        byte[] result = new byte[bytes.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = bytes.get(i);
        }
        return result;
    }

    /** Bytes that are no UTF-8, or should not be, within a number, another text, a name, and between values. */
    Stream<byte[]> brokenUtf8(String reply) {
        return HostileValues.NO_UTF8.stream()
                .flatMap(bytes -> Stream.of("FBAY1", "Ger", "user_acc", "\"list\":")
                        .map(place -> reply.replace(place, place + "\u0001"))
                        .map(text -> replaced(utf8(text), HexFormat.of().parseHex(bytes))));
    }

    /** With these bytes in the place of the byte 1. */
    private static byte[] replaced(byte[] text, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte each : text) {
            if (each == 1) {
                out.writeBytes(bytes);
            } else {
                out.write(each);
            }
        }
        return out.toByteArray();
    }

    /** Each field with each value: in its place, before it, and behind it. */
    Stream<byte[]> wrongValues(String reply) {
        return FIELDS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .filter(reply::contains)
                .flatMap(field -> HostileValues.ALL.stream().flatMap(value -> {
                    String wrong = field.substring(0, field.indexOf(':') + 1) + value;
                    return Stream.of(wrong, wrong + "," + field, field + "," + wrong)
                            .map(text -> utf8(reply.replace(field, text)));
                }));
    }

    /** The same for the values that are no scalars. */
    Stream<byte[]> wrongContainers(String reply, String field) {
        int start = reply.indexOf("\"" + field + "\":") + field.length() + 3;
        int end = start
                + (reply.charAt(start) == '{' ? reply.indexOf("},\"code") : reply.indexOf("],\"total"))
                - start
                + 1;
        return HostileValues.ALL.stream().map(value -> utf8(reply.substring(0, start) + value + reply.substring(end)));
    }

    /** A sound frame round entries of every make. */
    Stream<byte[]> wildLists(int count) {
        return Stream.generate(() -> {
                    StringBuilder list = new StringBuilder();
                    List<String> values = random.nextInt(4) == 0 ? HostileValues.ALL : HostileValues.JSON;
                    int entries = 1 + random.nextInt(6);
                    for (int i = 0; i < entries; i++) {
                        list.append(i == 0 ? "" : ",").append(wild(3, values));
                    }
                    return utf8("{\"success\":true,\"result\":{\"has_more\":false,\"total\":" + entries + ",\"list\":["
                            + list + "]}}");
                })
                .limit(count);
    }

    /** Entries of every make, all of them JSON. */
    Stream<String> wildEntries(int count) {
        return Stream.generate(() -> wild(3, HostileValues.JSON)).limit(count);
    }

    private String wild(int levels, List<String> values) {
        String blank = " \t\r\n".substring(random.nextInt(5));
        if (levels == 0 || random.nextInt(3) == 0) {
            return blank + any(values);
        }
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(5); i >= 0; i--) {
            String name =
                    any(List.of("ticket_no", "update_time", "ticket\\u005fno", "user_account", "", "\\ud800", "a"));
            String usual = FIELDS.getOrDefault(name, wild(levels - 1, values));
            String value = random.nextInt(3) > 0 ? usual : wild(levels - 1, values);
            object.append(blank)
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(value)
                    .append(i == 0 ? "" : ",");
        }
        return object + "}";
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
