package io.github.ticketstream.settings;

import java.util.List;
import java.util.function.BiFunction;
import org.apache.camel.util.StringHelper;

/** The filters of the list; a new one is one line at the end. Source: the parameters of "Get Service Tickets". */
public enum ApiFilter {
    PRODUCT_IDS("tickets.product-ids", "product_id", Settings::list),
    /** One text, never split at commas. */
    CATEGORY_PATH(
            "tickets.category-path",
            "cate_path",
            (settings, key) -> settings.isSet(key) ? List.of(settings.text(key)) : List.of()),
    STATES("tickets.states", "in_state_list", TicketState::list);

    private final String key;
    private final String snake;

    @SuppressWarnings("ImmutableEnumChecker") // References to methods.
    private final BiFunction<Settings, String, List<String>> reader;

    ApiFilter(String key, String snake, BiFunction<Settings, String, List<String>> reader) {
        this.key = key;
        this.snake = snake;
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
        return StringHelper.dashToCamelCase(snake.replace('_', '-'));
    }
}
