package io.github.ticketstream;

import io.github.ticketstream.ops.StreamStatus;
import io.github.ticketstream.ops.TestStatus;
import io.github.ticketstream.process.Clocks;
import io.github.ticketstream.published.KafkaClients;
import io.github.ticketstream.published.PublishedState;
import io.github.ticketstream.records.TicketRecords;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.tuya.CallBudgets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.support.RoutePolicySupport;

/** The picture of the flow on the page Design, drawn from the routes themselves. */
final class FlowPicture {
    static final Path FILE = Path.of("src/site/images/flow.svg");
    private static final int WIDTH = 560;
    private static final int LINE = 26;
    private static final int INDENT = 16;

    private final StringBuilder svg = new StringBuilder();
    private int y = 8;

    private FlowPicture() {}

    /** Writes it. */
    public static void main(String[] args) throws Exception {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, draw());
    }

    static String draw() throws Exception {
        FlowPicture picture = new FlowPicture();
        for (RouteDefinition route : routes()) {
            picture.frame(0, name(route.getId()), () -> {
                picture.line(1, "from " + uri(route.getInput().getEndpointUri()), "edge");
                route.getOutputs().forEach(step -> picture.step(1, step));
            });
            picture.y += 12;
        }
        return picture.document();
    }

    private static List<RouteDefinition> routes() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(sweepRoutes());
            return camel.getRouteDefinitions();
        }
    }

    /** The flow's routes, of parts that reach nobody. */
    static SweepRoutes sweepRoutes() {
        StreamStatus status = TestStatus.of(Clock.systemUTC());
        Clocks clocks = status.clocks();
        Sweeps sweeps = TestStreams.sweeps(
                CallBudgets.unlimited(clocks.wall()),
                Duration.ofMinutes(2),
                clocks.monotonic(),
                status);
        PublishedState published = new PublishedState(new KafkaClients(KafkaConfiguration::new), TestSettings.tickets());
        TicketRecords records = new TicketRecords(
                new DefaultCamelContext(), TestSettings.tickets(), "eu", published::limits, clocks.wall());
        Publication publication = new Publication(published, records, status.meters(), sweeps.size());
        Recovery recovery = new Recovery(sweeps, status, () -> {}, clocks);
        return new SweepRoutes(sweeps, publication, recovery, new RoutePolicySupport() {});
    }

    private void step(int depth, ProcessorDefinition<?> step) {
        if (step instanceof OnExceptionDefinition) {
            line(depth, "a failed sweep begins again, after a pause", "note");
        } else if (step instanceof SplitDefinition || step instanceof FilterDefinition) {
            ExpressionNode block = (ExpressionNode) step;
            String title = step instanceof SplitDefinition
                    ? name(step.getId()) + (step.getId().equals("split-into-batches") ? ": each batch is one transaction" : "")
                    : "only if " + words(condition(block.getExpression()));
            frame(depth, title, () -> block.getOutputs().forEach(inner -> step(depth + 1, inner)));
        } else if (step instanceof ProcessDefinition) {
            line(depth, name(step.getId()), "step");
        } else if (step instanceof BeanDefinition bean) {
            line(depth, label(bean, bean.getMethod()), "step");
        } else if (step instanceof ToDefinition to) {
            line(depth, "to " + uri(to.getUri()), "edge");
        } else if (step instanceof ExpressionNode expression) {
            line(depth, label(expression, condition(expression.getExpression())), "step");
        } else {
            throw new IllegalStateException("no picture for " + step);
        }
    }

    private static String condition(ExpressionDefinition expression) {
        return expression instanceof MethodCallExpression call ? call.getMethod() : expression.getExpression();
    }

    private static String label(ProcessorDefinition<?> step, String method) {
        return step.getId() == null ? words(method) : name(step.getId());
    }

    /** "learnWhatWasCommitted" as words. */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String name(String id) {
        return id.replace('-', ' ');
    }

    private static String uri(String uri) {
        return uri.replaceAll("\\?.*", "");
    }

    private void frame(int depth, String title, Runnable content) {
        int top = y;
        int at = svg.length();
        line(depth, title, "title");
        content.run();
        y += 6;
        svg.insert(
                at,
                "<rect x='%d' y='%d' width='%d' height='%d' rx='6' class='frame'/>%n"
                        .formatted(8 + depth * INDENT, top, WIDTH - 16 - 2 * depth * INDENT, y - top)
                        .replace("\r", ""));
        y += 4;
    }

    private void line(int depth, String text, String kind) {
        y += LINE;
        svg.append("<text x='%d' y='%d' class='%s'>%s</text>\n"
                .formatted(
                        20 + depth * INDENT,
                        y - 8,
                        kind,
                        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
    }

    private String document() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="14">
                <title>The flow of tuya-ticket-stream</title>
                <style>
                .frame { fill: #2457a7; fill-opacity: .07; stroke: #2457a7; stroke-opacity: .6 }
                text { fill: #1b1f24 } .title { font-weight: 600 } .edge { fill: #2457a7; font-family: monospace }
                .note { font-style: italic }
                @media (prefers-color-scheme: dark) { text { fill: #e8ecf1 } .edge { fill: #86b4ff }
                .frame { fill: #86b4ff; stroke: #86b4ff } }
                </style>
                %s</svg>
                """.formatted(WIDTH, y, svg);
    }
}
