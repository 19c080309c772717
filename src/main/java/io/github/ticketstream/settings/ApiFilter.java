package io.github.ticketstream.settings;

import java.util.List;
import java.util.function.BiFunction;

/**
 * What the list can be narrowed by: a new filter is one line at the end. Source: the parameters of Tuya's "Get Service Tickets".
 */
public enum ApiFilter {
    PRODUCT_IDS("tickets.product-ids", "product_id", "productId", Settings::list),
    /** One text, whatever it holds. */
    CATEGORY_PATH("tickets.category-path", "cate_path", "catePath", Settings::single),
    STATES("tickets.states", "in_state_list", "inStateList", TicketState::list);

    private final String key;
    private final String snake;
    private final String camel;

    @SuppressWarnings("ImmutableEnumChecker") // References to methods.
    private final BiFunction<Settings, String, List<String>> reader;

    ApiFilter(String key, String snake, String camel, BiFunction<Settings, String, List<String>> reader) {
        this.key = key;
        this.snake = snake;
        this.camel = camel;
        this.reader = reader;
    }

    List<String> read(Settings settings) {
        return reader.apply(settings, key);
    }

    public String key() {
        return key;
    }

    /** The parameter's name in {@code snake_case}. */
    public String snake() {
        return snake;
    }

    public String camel() {
        return camel;
    }
}
