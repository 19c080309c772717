package io.github.ticketstream;

import io.github.ticketstream.ops.StreamMeters;
import io.github.ticketstream.ops.SweepProgress;
import io.github.ticketstream.pace.Pace.Poll;
import io.github.ticketstream.pace.Region;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.process.Clocks.Moment;
import io.github.ticketstream.published.Absence;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.KafkaFailure;
import io.github.ticketstream.published.KnownTickets;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.published.PublishedVersions;
import io.github.ticketstream.published.StateKeys;
import io.github.ticketstream.published.TransactionSize;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.settings.TicketSettings;
import io.github.ticketstream.simulation.Invariants;
import io.github.ticketstream.simulation.SimulatedList;
import io.github.ticketstream.simulation.Variant;
import io.github.ticketstream.simulation.World;
import io.github.ticketstream.sweep.Batch;
import io.github.ticketstream.sweep.Coverage;
import io.github.ticketstream.sweep.DisappearanceDetector;
import io.github.ticketstream.sweep.DisappearanceDetector.Departure;
import io.github.ticketstream.sweep.FullSweep;
import io.github.ticketstream.sweep.ListObservations;
import io.github.ticketstream.sweep.PartialSweep;
import io.github.ticketstream.sweep.Sweep;
import io.github.ticketstream.sweep.Totals;
import io.github.ticketstream.tuya.CallBudget;
import io.github.ticketstream.tuya.CallBudgets;
import io.github.ticketstream.tuya.ListEntries;
import io.github.ticketstream.tuya.ListEntry;
import io.github.ticketstream.tuya.PageWalk;
import io.github.ticketstream.tuya.PageWalks;
import io.github.ticketstream.tuya.TicketList;
import io.github.ticketstream.tuya.TicketLists;
import io.github.ticketstream.tuya.TuyaClock;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * One life of a process: the program's own parts, in the order in which {@link SweepRoutes} calls them, with a transaction
 * round each batch as Camel's Kafka producer does it. The route itself is proven by the integration tests and the crash kit.
 */
final class SimulatedReplica {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
    private static final long TUYA_TIME = 1_796_000_000_000L;
    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final TicketSettings ALL =
            TestSettings.tickets("tickets.silent-changes=publish", "tickets.disappeared=publish");
    private static final TicketSettings SOME = TestSettings.tickets(
            "tickets.silent-changes=publish", "tickets.disappeared=publish", "tickets.product-ids=p1");
    private static final StreamMeters METERS = new StreamMeters(new CompositeMeterRegistry(), CLOCK);

    /** In parts of 256. */
    private static final int HALF = 128;

    private static final int PAGES_LATE = 100;

    private final World world;
    private final Producer<Object, Object> producer;
    private final TransactionSize size = new TransactionSize();
    private final KnownTickets tickets;
    private final ListObservations observations;
    private final PublishedVersions versions;
    private final TicketSettings settings;
    private final DisappearanceDetector detector;
    private final Totals totals = new Totals();
    private final Publication publication;
    private final CallBudget budget;
    private final SimulatedList api;
    private final TicketList list;
    private final boolean narrow;
    private boolean knowsList;
    private boolean begun;
    private boolean failing;
    private boolean lastWasFull;
    private int failedPage;

    SimulatedReplica(World world) {
        KafkaClients clients = world.newProcess();
        TicketSettings settings = world.isNarrow() ? SOME : ALL;
        PublishedState published = new PublishedState(clients, settings);
        TicketRecords records = new TicketRecords(CAMEL, settings, "eu", published::limits, CLOCK);
        this.world = world;
        this.narrow = world.isNarrow();
        this.producer = clients.getProducer(new Properties());
        this.tickets = published.versions().tickets();
        this.versions = published.versions();
        this.settings = settings;
        this.detector = detector();
        this.publication = new Publication(published, records, METERS, size);
        boolean isCareless = world.variant() == Variant.CALLS_COUNTED_AFTERWARDS;
        this.budget = CallBudgets.of(isCareless ? OptionalLong.empty() : OptionalLong.of(1_000_000), CLOCK);
        versions.notes().onCalls(Wiring.callsInto(budget));
        this.api = world.list(budget::take);
        this.list = TicketLists.over(
                api,
                () -> world.happens(PAGES_LATE),
                settings,
                SimulatedList.SIZES,
                Instant.ofEpochMilli(TUYA_TIME).plus(world.restOfSizes()));
        this.observations = new ListObservations(list.size(), tickets);
    }

    /**
     * A full sweep, or by chance a partial one if a full one was complete.
     *
     * @return whether a full sweep was complete
     */
    boolean sweep() {
        try {
            boolean complete = trySweep();
            failing = false;
            return complete;
        } catch (RuntimeException e) {
            failing = true;
            if (KafkaFailure.of(e) == null) {
                publication.commitCalls(messages -> publish(messages, 0));
            }
            throw e;
        }
    }

    private boolean trySweep() {
        long made = world.calls();
        publication.catchUp();
        world.callsCounted(budget.used(), made);
        if (!begun) {
            begun = true;
            list.size().restore(versions.notes().text(StateKeys.PAGE_SIZE));
        }
        boolean retriesWalk = failing && lastWasFull;
        lastWasFull = retriesWalk || !knowsList || !world.happens(HALF);
        return lastWasFull ? fullSweep() : partialSweep();
    }

    private boolean partialSweep() {
        int number = world.partialSweepBegins(narrow);
        api.beginSweep(number);
        Poll poll = new Poll(EnumSet.allOf(Region.class), failing ? 1 : 0);
        publish(new PartialSweep(poll, list.pages(null, () -> false), observations, frame(number)), number);
        return false;
    }

    private boolean fullSweep() {
        int number = world.fullSweepBegins(narrow);
        api.beginSweep(number);
        DisappearanceDetector about = world.variant() == Variant.DAYS_OF_THIS_MACHINE ? detector() : detector;
        Iterator<Integer> first = List.of(failing ? Math.max(1, failedPage) : 0).iterator();
        Supplier<PageWalk> walks = () -> walk(first.hasNext() ? first.next() : 0);
        FullSweep sweep = fullSweep(number, walks, about);
        try {
            publish(sweep, number);
        } catch (RuntimeException e) {
            failedPage = sweep.failedPage() > 0 ? sweep.failedPage() : failedPage;
            throw e;
        }
        failedPage = 0;
        knowsList |= sweep.isComplete();
        return sweep.isComplete();
    }

    private PageWalk walk(int failedPage) {
        return failedPage == 0 ? list.walk(null, () -> false) : list.walkAfter(failedPage, null, () -> false);
    }

    private FullSweep completeSweep(int number) {
        FullSweep sweep = fullSweep(number, () -> PageWalks.over(PageWalks.page(1, 0, false)), detector);
        while (!sweep.isComplete()) {
            sweep.next();
        }
        return sweep;
    }

    private DisappearanceDetector detector() {
        TuyaClock tuya = new TuyaClock(new Clocks(CLOCK, CLOCK));
        boolean wrong = world.variant() == Variant.DAYS_OF_THIS_MACHINE;
        tuya.observe(TUYA_TIME + (wrong ? world.clockAhead().toMillis() : 0));
        return new DisappearanceDetector(versions, settings, tuya, CLOCK);
    }

    private FullSweep fullSweep(int number, Supplier<PageWalk> walks, DisappearanceDetector about) {
        Sweep.Frame frame = frame(number);
        Coverage coverage = new Coverage(tickets, frame.progress(), 0, totals);
        return new FullSweep(walks, coverage, new FullSweep.Observer(observations, about), frame);
    }

    /** Each sweep begins a millisecond after the one before: no day goes by. */
    private Sweep.Frame frame(int number) {
        Moment start = new Moment(CLOCK.instant().plusMillis(number), CLOCK.instant());
        return new Sweep.Frame(new SweepProgress(start, budget, budget.made()), size, () -> false);
    }

    private void publish(Sweep sweep, int number) {
        while (sweep.hasNext()) {
            Batch batch = sweep.next();
            if (batch.closing() && world.variant() == Variant.PARTIAL_SWEEP_COUNTS_AS_COMPLETE) {
                batch = Batch.closing(completeSweep(number));
            }
            if (world.variant() == Variant.DISAPPEARANCE_FROM_ONE_SWEEP) {
                batch = allGone(batch);
            }
            if (world.variant() == Variant.ORDER_OF_PAGES_IS_ORDER_OF_REPLIES && !batch.closing()) {
                List<ListEntry> youngest =
                        batch.entries().stream().map(ListEntries::youngest).toList();
                batch = new Batch(youngest, batch.departures(), sweep, false);
            }
            publication.confirmLastBatch(batch);
            publication.dropUnchanged(batch, null).forEach(publication::add);
            List<Message> messages = publication.records();
            if (!messages.isEmpty()) {
                publish(messages, number);
            }
        }
        publication.confirm();
        world.sweepEnds(number);
    }

    private static Batch allGone(Batch batch) {
        return batch.departures().isEmpty()
                ? batch
                : Batch.ofDepartures(
                        batch.departures().stream()
                                .filter(departure -> departure.absence().is(Absence.Kind.MISSING))
                                .map(departure -> new Departure(
                                        departure.ticketNo(),
                                        departure.mark(),
                                        departure.absence().gone()))
                                .toList(),
                        batch.sweep());
    }

    private void publish(List<Message> messages, int sweep) {
        producer.beginTransaction();
        try {
            List<Future<?>> answers = new ArrayList<>();
            messages.forEach(message -> answers.add(producer.send(record(message, sweep))));
            for (Future<?> answer : answers) {
                answer.get();
            }
        } catch (InterruptedException | ExecutionException | KafkaException e) {
            producer.abortTransaction();
            throw new KafkaException("a record was not taken", e);
        }
        producer.commitTransaction();
    }

    private ProducerRecord<Object, Object> record(Message message, int sweep) {
        ProducerRecord<Object, Object> record = new ProducerRecord<>(
                message.getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class),
                message.getHeader(KafkaConstants.PARTITION_KEY, Integer.class),
                message.getHeader(KafkaConstants.KEY),
                message.getBody());
        message.getHeaders().forEach((name, value) -> {
            boolean overwrites =
                    world.variant() == Variant.TOMBSTONES_ARE_OVERWRITTEN && name.equals(StateKeys.REPLACES);
            if (value instanceof byte[] bytes && !overwrites) {
                record.headers().add(name, bytes);
            }
        });
        record.headers().add(Invariants.SWEEP, Integer.toString(sweep).getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
