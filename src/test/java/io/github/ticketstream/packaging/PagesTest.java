package io.github.ticketstream.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.Pages;
import io.github.ticketstream.ops.StreamMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README and pages: short, one reader each, and every link leads somewhere. */
final class PagesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

    static List<Path> pages() {
        return Pages.all();
    }

    @Test
    void everyPageIsLinkedFromTheReadmeBeginsWithItsReaderAndLinksTheGlossary() {
        String readme = String.join("\n", Pages.lines(Path.of("README.md")));
        for (Path page : pages().subList(1, pages().size())) {
            assertThat(readme).contains("](" + page);
            assertThat(Pages.lines(page).get(2)).as(page.toString()).startsWith("For ");
            if (!page.endsWith("glossary.md")) {
                assertThat(String.join("\n", Pages.lines(page)))
                        .as(page.toString())
                        .contains("](glossary.md");
            }
        }
    }

    @Test
    void everyMetricOfTheStreamIsOnTheOperatorsPage() {
        String page = String.join("\n", Pages.lines(Path.of("src/site/markdown/operating.md")));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new StreamMeters(registry, Clock.systemUTC());
        List<String> names = registry.getMeters().stream()
                .map(meter -> meter.getId().getName().replace('.', '_').replace("_percentile", ""))
                .toList();
        assertThat(names)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(page).contains("| `" + name));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) {
        List<String> links = LINK.matcher(String.join("\n", Pages.lines(page)))
                .results()
                .map(MatchResult::group)
                .map(link -> link.substring(2, link.length() - 1))
                .filter(link -> !link.startsWith("http"))
                .toList();
        for (String link : links) {
            String[] parts = link.split("#", 2);
            Path target =
                    parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            assertThat(target).as(link).exists();
            if (parts.length == 2) {
                assertThat(Pages.lines(target).stream()
                                .filter(line -> line.startsWith("#"))
                                .map(PagesTest::anchor))
                        .as(link)
                        .contains(parts[1]);
            }
        }
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w -]", "")
                .replace(' ', '-');
    }
}
