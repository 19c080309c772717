package io.github.ticketstream.settings;

import io.github.ticketstream.process.SettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The settings under {@code tickets.}, checked.
 *
 * @param pollPeriod time between the starts of two polls
 * @param fullSweepPeriod the longest time between the starts of two full sweeps; empty if the program finds it
 * @param pageSize tickets asked for in one request; empty if the program finds it by asking
 * @param skipFirstRun whether existing tickets are recorded and not published
 * @param transactionalId one per independent stream; also names the group of the replicas
 * @param eventSource the records' {@code ce_source}, perhaps with {@link #DATA_CENTER} for the data centre
 */
public record TicketSettings(
        Duration pollPeriod,
        Optional<Duration> fullSweepPeriod,
        OptionalInt pageSize,
        Filter filter,
        boolean skipFirstRun,
        ContentSettings content,
        Disappeared disappeared,
        Topics topics,
        String transactionalId,
        Standby standby,
        String eventSource) {

    /** Whether disappeared tickets are only counted, published as a record, or erased by a tombstone. */
    public enum Disappeared {
        COUNT,
        PUBLISH,
        ERASE
    }

    /** The members of each of the API's filters; none if it is not used. */
    public record Filter(Map<ApiFilter, List<String>> members) {
        public List<String> states() {
            return members.get(ApiFilter.STATES);
        }

        /** Returns the open states among those of the filter. */
        public List<String> openStates() {
            return (states().isEmpty() ? TicketState.ALL : states())
                    .stream().filter(TicketState::isOpen).toList();
        }

        /** Returns the same filter for tickets in open states only. */
        public Filter ofOpenTickets() {
            Map<ApiFilter, List<String>> open = new EnumMap<>(members);
            open.put(ApiFilter.STATES, openStates());
            return new Filter(open);
        }

        public boolean isEverything() {
            return members.values().stream().allMatch(List::isEmpty);
        }

        /** Identifies the filter, whatever the order of its members. */
        public String fingerprint() {
            // The form on existing state topics. A filter that was added later counts only if it is set: an upgrade
            // must not change the fingerprint of those who don't use it.
            String text = new TreeSet<>(members.get(ApiFilter.PRODUCT_IDS)) + "|"
                    + String.join("", members.get(ApiFilter.CATEGORY_PATH)) + "|" + new TreeSet<>(states())
                    + Stream.of(ApiFilter.values())
                            .filter(filter -> filter.compareTo(ApiFilter.STATES) > 0)
                            .filter(filter -> !members.get(filter).isEmpty())
                            .map(filter -> "|" + filter.key() + "=" + new TreeSet<>(members.get(filter)))
                            .collect(Collectors.joining());
            return DigestUtils.sha256Hex(text).substring(0, FINGERPRINT);
        }

        @Override
        public String toString() {
            return isEverything()
                    ? "none"
                    : members.entrySet().stream()
                            .filter(filter -> !filter.getValue().isEmpty())
                            .map(filter -> filter.getKey().key() + "=" + String.join(",", filter.getValue()))
                            .collect(Collectors.joining("; "));
        }
    }

    /** The topics. A replication factor of -1 is the brokers' default. */
    public record Topics(
            String tickets,
            String sweeps,
            String state,
            String deadLetter,
            boolean create,
            int partitions,
            short replicationFactor) {}

    /**
     * @param session without a sign of life for so long, a replica is given up by the others
     */
    public record Standby(boolean enabled, Duration session) {}

    /** A placeholder that no URI can contain, so that an operator's own value stays as it is. */
    private static final String DATA_CENTER = "<data-center>";

    /** Hex digits that identify a set of settings. */
    static final int FINGERPRINT = 16;

    private static final Pattern PAGE_SIZE = Pattern.compile("auto|[1-9]\\d{0,2}|1000");
    private static final Pattern TOPIC_NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    /** Only characters that the address of Camel's endpoint takes as they are. */
    private static final Pattern TRANSACTIONAL_ID = Pattern.compile("[a-zA-Z0-9._:@/-]{1,200}");

    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);
    private static final Duration MAX_PERIOD = Duration.ofDays(7);

    /** @throws SettingException if a setting is missing, malformed or contradicts another */
    public static TicketSettings from(Settings settings) {
        return new TicketSettings(
                settings.duration("tickets.poll-period", SHORTEST_PERIOD, MAX_PERIOD),
                fullSweepPeriod(settings),
                pageSize(settings),
                filter(settings),
                settings.oneOf("tickets.first-run", List.of("publish", "skip")).equals("skip"),
                ContentSettings.from(settings),
                settings.oneOf("tickets.disappeared", Disappeared.values()),
                topics(settings),
                settings.matching("tickets.transactional-id", TRANSACTIONAL_ID, "1 to 200 of a-z A-Z 0-9 . _ : @ / -"),
                new Standby(
                        settings.flag("tickets.standby"),
                        Duration.ofMillis(
                                settings.whole("camel.component.kafka.session-timeout-ms", 1_000, 1_800_000))),
                eventSource(settings));
    }

    private static OptionalInt pageSize(Settings settings) {
        String size = settings.matching("tickets.page-size", PAGE_SIZE, "auto, or a whole number from 1 to 1000");
        return size.equals("auto") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(size));
    }

    private static Optional<Duration> fullSweepPeriod(Settings settings) {
        String key = "tickets.full-sweep-period";
        Duration poll = settings.duration("tickets.poll-period", SHORTEST_PERIOD, MAX_PERIOD);
        return settings.isSet(key) ? Optional.of(settings.duration(key, poll, MAX_PERIOD)) : Optional.empty();
    }

    /**
     * The records' {@code ce_source}. A host may be an IPv6 address, whose brackets no path can contain.
     *
     * @param region the data centre's name, or the API's host
     */
    public String eventSource(String region) {
        return eventSource.replace(DATA_CENTER, region.replace("[", "%5B").replace("]", "%5D"));
    }

    private static String eventSource(Settings settings) {
        String source = settings.text("tickets.event-source");
        if (source.isEmpty()) {
            String stream = settings.text("tickets.stream");
            return "//" + (stream.isEmpty() ? Settings.UNNAMED : stream) + "/" + DATA_CENTER + "/ticket/feedbacks";
        }
        try {
            return new URI(source).toASCIIString();
        } catch (URISyntaxException e) {
            throw settings.refused("tickets.event-source", "a URI reference, such as //tuya/eu/ticket/feedbacks");
        }
    }

    private static Filter filter(Settings settings) {
        Map<ApiFilter, List<String>> members = new EnumMap<>(ApiFilter.class);
        for (ApiFilter filter : ApiFilter.values()) {
            members.put(filter, filter.read(settings));
        }
        return new Filter(members);
    }

    private static Topics topics(Settings settings) {
        Map<String, String> keyByName = new LinkedHashMap<>();
        for (String key :
                List.of("tickets.topic", "tickets.sweep-topic", "tickets.state-topic", "tickets.dead-letter-topic")) {
            String name = settings.matching(key, TOPIC_NAME, "a topic name: 1 to 249 of a-z A-Z 0-9 . _ -");
            String other = keyByName.putIfAbsent(name, key);
            if (other != null) {
                throw settings.refused(key, "another topic than that of " + other);
            }
        }
        int replicationFactor = settings.whole("tickets.topics.replication-factor", -1, Short.MAX_VALUE);
        if (replicationFactor == 0) {
            throw settings.refused("tickets.topics.replication-factor", "-1 (the broker's default) or at least 1");
        }
        return new Topics(
                settings.text("tickets.topic"),
                settings.text("tickets.sweep-topic"),
                settings.text("tickets.state-topic"),
                settings.text("tickets.dead-letter-topic"),
                settings.flag("tickets.topics.create"),
                settings.whole("tickets.topics.partitions", 1, 10_000),
                (short) replicationFactor);
    }
}
