package io.github.ticketstream.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

/**
 * Actions that run once a page has been put together and before its client can have read all of it: whatever they
 * change, that page does not show it and the client's next request does.
 */
final class PageHooks {

    private final Map<Integer, Deque<Runnable>> once = new HashMap<>();
    private final List<IntConsumer> always = new CopyOnWriteArrayList<>();

    synchronized void afterPage(int pageNo, Runnable action) {
        once.computeIfAbsent(pageNo, n -> new ArrayDeque<>()).add(action);
    }

    void afterEveryPage(IntConsumer action) {
        always.add(action);
    }

    void run(Served served) {
        if (!served.isPage()) {
            return;
        }
        Runnable action = next(served.pageNo());
        if (action != null) {
            action.run();
        }
        always.forEach(each -> each.accept(served.pageNo()));
    }

    private synchronized Runnable next(int pageNo) {
        Deque<Runnable> actions = once.get(pageNo);
        return actions == null ? null : actions.poll();
    }
}
