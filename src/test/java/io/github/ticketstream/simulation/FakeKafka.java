package io.github.ticketstream.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Topics of one partition each, transactions and the epochs of transactional ids. */
public final class FakeKafka {
    private final Map<String, List<Entry>> logs = new HashMap<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private final List<Runnable> late = new ArrayList<>();
    private long sequence;

    private enum State {
        OPEN,
        COMMITTED,
        ABORTED
    }

    private static final class Transaction {
        private State state = State.OPEN;
        private final List<String> topics = new ArrayList<>();
    }

    private static final class Owner {
        private int epoch = -1;
        private Transaction open;
    }

    /**
     * A place in a topic.
     *
     * @param key null for the marker that ends a transaction
     * @param sequence order over all topics
     */
    public record Entry(String key, byte[] value, Map<String, String> headers, long sequence, Object transaction) {
        private boolean isVisible() {
            return key != null && ((Transaction) transaction).state == State.COMMITTED;
        }
    }

    private List<Entry> log(String topic) {
        return logs.computeIfAbsent(topic, name -> new ArrayList<>());
    }

    private Owner owner(String transactionalId) {
        return owners.computeIfAbsent(transactionalId, id -> new Owner());
    }

    /** @return the new epoch; whoever holds an older one is fenced, and its open transaction aborted */
    int init(String transactionalId) {
        Owner owner = owner(transactionalId);
        end(owner, State.ABORTED);
        return ++owner.epoch;
    }

    void append(String transactionalId, int epoch, String topic, Entry entry) {
        Owner owner = verified(transactionalId, epoch);
        if (owner.open == null) {
            owner.open = new Transaction();
        }
        owner.open.topics.add(topic);
        log(topic).add(new Entry(entry.key(), entry.value(), entry.headers(), sequence++, owner.open));
    }

    void commit(String transactionalId, int epoch) {
        end(verified(transactionalId, epoch), State.COMMITTED);
    }

    void abort(String transactionalId, int epoch) {
        end(verified(transactionalId, epoch), State.ABORTED);
    }

    /** The coordinator ends a transaction that was open for too long. */
    void timeOut(String transactionalId) {
        Owner owner = owner(transactionalId);
        if (owner.open != null) {
            end(owner, State.ABORTED);
            owner.epoch++;
        }
    }

    /** A request that is still on its way when its sender has given up. */
    void later(Runnable request) {
        late.add(request);
    }

    /** The late requests arrive; those of a fenced producer are refused. */
    void arrive() {
        List<Runnable> arriving = List.copyOf(late);
        late.clear();
        for (Runnable request : arriving) {
            try {
                request.run();
            } catch (ProducerFencedException ignored) {
                // Nobody is there to be told.
            }
        }
    }

    private Owner verified(String transactionalId, int epoch) {
        Owner owner = owner(transactionalId);
        if (owner.epoch != epoch) {
            throw new ProducerFencedException("epoch " + epoch + " is older than " + owner.epoch);
        }
        return owner;
    }

    private void end(Owner owner, State outcome) {
        if (owner.open != null) {
            owner.open.state = outcome;
            for (String topic : owner.open.topics.stream().distinct().toList()) {
                log(topic).add(new Entry(null, null, Map.of(), sequence++, owner.open));
            }
            owner.open = null;
        }
    }

    long sequence() {
        return sequence;
    }

    long end(String topic) {
        return log(topic).size();
    }

    long lastStable(String topic) {
        List<Entry> log = log(topic);
        for (int offset = 0; offset < log.size(); offset++) {
            if (((Transaction) log.get(offset).transaction()).state == State.OPEN) {
                return offset;
            }
        }
        return log.size();
    }

    /** What a {@code read_committed} consumer gets, by offset, from one offset up to another. */
    Map<Long, Entry> committed(String topic, long from, long to) {
        Map<Long, Entry> visible = new java.util.LinkedHashMap<>();
        for (long offset = from; offset < Math.min(to, lastStable(topic)); offset++) {
            Entry entry = log(topic).get((int) offset);
            if (entry.isVisible()) {
                visible.put(offset, entry);
            }
        }
        return visible;
    }

    public List<Entry> committed(String topic) {
        return List.copyOf(committed(topic, 0, end(topic)).values());
    }
}
