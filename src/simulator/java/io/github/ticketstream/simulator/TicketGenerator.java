package io.github.ticketstream.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Makes tickets that look like the sample on Tuya's page: all documented fields, of which any but the number and the
 * update time may be missing or null, and text in many scripts.
 */
public final class TicketGenerator {

    private record Product(String id, String name, String app) {}

    private record Category(String path, String name) {}

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<Product> PRODUCTS = List.of(
            new Product("p1lightpanel0001", "DIY Light Panel", "Smart Life"),
            new Product("p2thermostat0002", "Thermostat Größe M", "Tuya Smart"),
            new Product("p3camera00000003", "智能摄像机 Pro", "涂鸦智能"),
            new Product("p4plug0000000004", "Smart Plug 16A", "Test apps"));
    private static final List<Category> CATEGORIES = List.of(
            new Category("1001,1101,1201", "General service support/Device problems/Offline"),
            new Category("1001,1101,1202", "General service support/Device problems/Pairing failed"),
            new Category("1001,1102", "General service support/Account"),
            new Category("1002,1103", "App feedback/Automation"));
    private static final List<String> DESCRIPTIONS = List.of(
            "Test reply",
            "The device goes offline every night at 02:00.\nRestarting helps until the next night.",
            "设备离线，重新配网失败",
            "Gerät lässt sich nicht koppeln – Fehler \"E-103\"",
            "L'ampoule clignote à 50 % de luminosité 💡",
            "Не работает сценарий «Уход из дома»",
            "照明が反応しません。C:\\temp\\log.txt を添付");
    private static final List<String> HANDLERS =
            List.of("iotplatf***@yopmail.com", "sun***@tuya.com", "li***@tuya.com");

    private final Random random;
    private final Clock clock;
    private int made;

    /** The same seed at the same clock reading makes the same tickets. */
    public TicketGenerator(long seed, Clock clock) {
        this.random = new Random(seed);
        this.clock = clock;
    }

    /** A ticket last updated some time in the past 30 days. */
    public SimulatedTicket next() {
        long age = (long) (random.nextDouble() * Duration.ofDays(30).toMillis());
        return ticket(nextNumber(), clock.millis() - age);
    }

    /** A ticket of this very moment. */
    SimulatedTicket created() {
        return ticket(nextNumber(), clock.millis());
    }

    /** A ticket of this number, last updated at this time in epoch milliseconds. */
    public SimulatedTicket ticket(String ticketNo, long updateTime) {
        Product product = any(PRODUCTS);
        Category category = any(CATEGORIES);
        StringWriter text = new StringWriter(768);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("ticket_no", ticketNo);
            write(json, product, category, updateTime);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return SimulatedTicket.of(text.toString()).inProduct(product.id()).inCategory(category.path());
    }

    private void write(JsonGenerator json, Product product, Category category, long updateTime) throws IOException {
        TicketState state = any(List.of(TicketState.values()));
        boolean closed = state == TicketState.FINISHED;
        String handler = any(HANDLERS);
        json.writeNumberField("create_time", updateTime - random.nextInt(1, 100_000_000));
        json.writeNumberField("update_time", updateTime);
        json.writeStringField("state_code", state.code());
        sometimes(json, "state_name", state.displayName());
        json.writeStringField("ticket_type", category.name());
        json.writeStringField("handler_owner", handler);
        sometimes(json, "handler_owner_nick_name", "Nickname");
        json.writeStringField("owner_enterprise_name", "Tuya Smart");
        sometimes(json, "handler_enterprise_name", "Hangzhou Tuya Information Technology Co., Ltd.");
        sometimes(json, "handler", handler);
        sometimes(json, "handler_nick_name", "This is a nickname");
        json.writeStringField("description", any(DESCRIPTIONS));
        json.writeStringField("app_name", product.app());
        json.writeStringField("product_name", product.name());
        json.writeStringField("user_account", random.nextBoolean() ? "" : "user***@example.com");
        json.writeNumberField("evaluation_star", closed ? random.nextInt(1, 6) : -1); // -1: not rated
        if (closed) {
            json.writeBooleanField("evaluation_problem_solve", random.nextBoolean());
        }
        json.writeNumberField("new_reply", random.nextInt(4));
        json.writeStringField("main_acct_id", "ay15220305101785****");
        json.writeBooleanField("is_operate", random.nextBoolean());
    }

    /** Present, absent or null: the sample lacks three documented fields, and nobody has seen every ticket. */
    private void sometimes(JsonGenerator json, String name, String value) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> {}
            case 1 -> json.writeNullField(name);
            default -> json.writeStringField(name, value);
        }
    }

    /** The random part keeps generators of other seeds from making the same numbers. */
    private String nextNumber() {
        made++;
        return "FBAY%08X%06d".formatted(random.nextInt(), made);
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
