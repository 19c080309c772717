package io.github.ticketstream;

import io.github.ticketstream.published.Mark;
import io.github.ticketstream.published.TransactionSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.camel.Message;

/**
 * The transaction in flight: its records, the marks among them, and the actions to run when it was read back. It has a name,
 * which its last record carries, so that it is known again.
 */
final class Transaction {
    private final LongFunction<String> names;
    private final TransactionSize size;
    private final List<Message> messages = new ArrayList<>();
    private final Map<String, Mark> marks = new HashMap<>();
    private final List<Runnable> whenCommitted = new ArrayList<>();
    private long number;
    private boolean sent;

    /** @param names of this process's transactions, by their numbers */
    Transaction(TransactionSize size, LongFunction<String> names) {
        this.size = size;
        this.names = names;
    }

    void add(Message message) {
        messages.add(message);
    }

    /** Adds the mark of a ticket or of a dead letter, and the action to run when it was read back. */
    void add(Message mark, Runnable committed) {
        messages.add(mark);
        whenCommitted.add(committed);
    }

    /** Sets the mark of a ticket or of a dead letter from the decision on; its record can come later. */
    void expect(String key, Mark mark) {
        marks.put(key, mark);
    }

    Mark mark(String key) {
        return marks.get(key);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    String name() {
        return names.apply(number);
    }

    /** Returns whether it was sent under its name and is not settled yet. */
    boolean isSent() {
        return sent;
    }

    /** All its records; the last one carries its name. */
    List<Message> send(Message last) {
        sent = true;
        messages.add(last);
        return send();
    }

    /** All its records, none of which carries its name. */
    List<Message> send() {
        size.sent(messages.stream()
                .mapToLong(message -> message.getBody() instanceof byte[] body ? body.length : 0)
                .sum());
        return List.copyOf(messages);
    }

    /**
     * Forgets it, and is ready for another one.
     *
     * @param lastRead the name of the transaction that was read last: if that is this one, it was committed
     */
    void settle(String lastRead) {
        if (!whenCommitted.isEmpty()) {
            if (name().equals(lastRead)) {
                whenCommitted.forEach(Runnable::run);
                size.committed();
            } else {
                size.failed();
            }
        }
        number++;
        sent = false;
        messages.clear();
        marks.clear();
        whenCommitted.clear();
    }
}
