package io.github.ticketstream.laboratory;

import io.github.ticketstream.kit.Spread;
import io.github.ticketstream.laboratory.LabTicket.Change.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * One setting of the laboratory, and each poller's result.
 *
 * @param callsPerMonth the budget; empty for none, and then a full sweep a day
 * @param ours the program
 * @param oracle the poller that knows where to look
 */
record Row(LabList.Setting list, OptionalLong callsPerMonth, Result ours, Result fullOnly, Result oracle) {
    static final List<String> HEAD = List.of(("tickets,new a day,changes,budget,page,order,calls,new,changed,closed,"
                    + "all,95 %,largest,full only,its 95 %,oracle,its 95 %")
            .split(",", -1));

    /** The result of a month: calls, and seconds from change to topic; those of one kind are medians. */
    record Result(
            long calls, double ofNew, double ofChanged, double ofClosed, double median, double p95, double largest) {
        static Result of(LabList.Setting list, OptionalLong callsPerMonth, Consumer<Month> poller) {
            Month month = new Month(list, callsPerMonth);
            poller.accept(month);
            month.end();
            Spread all = month.delays(kind -> true);
            return new Result(
                    month.budget.made(),
                    month.delays(Kind.NEW::equals).median(),
                    month.delays(Kind.CHANGED::equals).median(),
                    month.delays(Kind.CLOSED::equals).median(),
                    all.median(),
                    all.at(0.95),
                    all.most());
        }
    }

    static Row of(LabList.Setting list, OptionalLong callsPerMonth) {
        Optional<Duration> fullSweepPeriod =
                callsPerMonth.isPresent() ? Optional.empty() : Optional.of(Duration.ofDays(1));
        return new Row(
                list,
                callsPerMonth,
                Result.of(list, callsPerMonth, month -> new Ours(month, fullSweepPeriod).poll()),
                Result.of(list, callsPerMonth, Baselines::fullOnly),
                Result.of(list, callsPerMonth, Baselines::oracle));
    }

    /** Medians by kind, then of all changes; of full sweeps alone and of the oracle, median and 95 %. */
    List<String> cells(DoubleFunction<String> time) {
        List<String> cells = new ArrayList<>(List.of(
                Integer.toString(list.tickets()),
                Integer.toString(list.newPerDay()),
                list.changes().label(),
                callsPerMonth.isPresent() ? Long.toString(callsPerMonth.getAsLong()) : "none",
                Integer.toString(list.pageSize()),
                list.order().label(),
                Long.toString(ours.calls)));
        DoubleStream.of(
                        ours.ofNew,
                        ours.ofChanged,
                        ours.ofClosed,
                        ours.median,
                        ours.p95,
                        ours.largest,
                        fullOnly.median,
                        fullOnly.p95,
                        oracle.median,
                        oracle.p95)
                .mapToObj(time)
                .forEach(cells::add);
        return cells;
    }

    static String markdown(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    static String time(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        if (seconds < 6_000) {
            return String.format(Locale.ROOT, "%.1f min", seconds / 60);
        }
        return seconds < 172_800
                ? String.format(Locale.ROOT, "%.1f h", seconds / 3_600)
                : String.format(Locale.ROOT, "%.1f d", seconds / 86_400);
    }
}
