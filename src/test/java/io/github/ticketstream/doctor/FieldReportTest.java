package io.github.ticketstream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ticketstream.kit.CommandRun;
import io.github.ticketstream.settings.TestSettings;
import io.github.ticketstream.simulator.Calls;
import io.github.ticketstream.simulator.Fault;
import io.github.ticketstream.simulator.PageCap;
import io.github.ticketstream.simulator.ParameterStyle;
import io.github.ticketstream.simulator.TuyaSimulator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of an API, whatever it answers; of the tickets in its list, nothing that belongs to anybody. */
final class FieldReportTest {
    private static final String DOCUMENTED = "ticket_no state_code state_name ticket_type handler_owner"
            + " handler_owner_nick_name owner_enterprise_name handler_enterprise_name handler handler_nick_name description"
            + " app_name product_name user_account evaluation_problem_solve main_acct_id is_operate";

    private TuyaSimulator tuya = TuyaSimulator.start();
    private final List<String> personal = new ArrayList<>();

    @AfterEach
    void stop() {
        tuya.close();
    }

    private String marked(String text) {
        String value = text + "q" + (7_000_000 + 13 * personal.size()) + "z";
        personal.add(value);
        return value;
    }

    private String markedNumber() {
        String value = Long.toString(4_915_112_000_000L + 7_919L * personal.size());
        personal.add(value);
        return value;
    }

    @Test
    void nothingPersonalIsInItNorAHashOfIt() {
        for (int ticket = 0; ticket < 120; ticket++) {
            tuya.tickets().addGarbage(hostileTicket(ticket));
        }
        tuya.tickets().addGarbage("\"" + marked("no ticket ") + "\"");
        tuya.tickets().addGarbage("[" + markedNumber() + "]");
        tuya.quirks().total(truth -> Long.parseLong(markedNumber()));
        tuya.faults().always(Calls.ofStates(), Fault.apiError(markedNumber(), marked("Dear ")));
        tuya.faults()
                .always(
                        Calls.belowFeedbacks(),
                        Fault.body("{\"success\":true,\"result\":{\"" + marked("Anna ") + "\":\"" + marked("x")
                                + "\",\"requester_email\":\"" + marked("anna@") + "\",\"no_finished_count\":"
                                + markedNumber() + ",\"total\":" + markedNumber() + ",\"list\":[\"" + marked("talk")
                                + "\"]}}"));

        String report = report("tuya.base-url=" + tuya.baseUrl()).out();

        assertThat(report).contains("| user_account | yes | 120 | string |", "whose names are not shown");
        assertThat(personal).hasSizeGreaterThan(2_000);
        assertThat(personal.stream().flatMap(FieldReportTest::formsOf).filter(report::contains))
                .isEmpty();
        assertThat(report).doesNotContain(tuya.issuedTokens()).doesNotContain(tuya.clientSecret());
    }

    /** All documented fields and some more hold what is personal, and so do the names of fields. */
    private String hostileTicket(int ticket) {
        List<String> members = new ArrayList<>();
        for (String field : DOCUMENTED.split(" ")) {
            members.add("\"" + field + "\":\"" + marked(field.equals("ticket_no") ? "T" : "Ann | é\\u2028 ") + "\"");
        }
        members.add("\"update_time\":" + (1_700_000_000_000L + ticket));
        members.add("\"create_time\":" + markedNumber());
        members.add("\"evaluation_star\":" + markedNumber());
        members.add("\"new_reply\":\"" + markedNumber() + "\"");
        members.add("\"phone\":" + markedNumber());
        members.add("\"" + marked("anna@example.com ") + "\":1");
        members.add("\"p" + markedNumber() + "\":1");
        members.add("\"contact\":{\"" + marked("Anna") + "\":[\"" + marked("Street ") + "\"]}");
        return "{" + String.join(",", members) + "}";
    }

    /** As it is, in other spellings, and what could be found out from it. */
    private static Stream<String> formsOf(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return Stream.of(
                value,
                value.replaceAll(".*(q\\d+z)", "$1"),
                value.toLowerCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(bytes),
                DigestUtils.md5Hex(bytes).substring(0, 8),
                DigestUtils.sha1Hex(bytes).substring(0, 8),
                DigestUtils.sha256Hex(bytes).substring(0, 8),
                DigestUtils.sha512Hex(bytes).substring(0, 8),
                Base64.getEncoder().encodeToString(DigestUtils.sha256(bytes)).substring(0, 8),
                Integer.toHexString(value.hashCode()),
                Integer.toString(value.hashCode()),
                Long.toHexString(sum.getValue()),
                Long.toString(sum.getValue()));
    }

    @Test
    void aCapOnAnyPageIsSeenAndEveryCallIsCounted() {
        tuya.tickets().addGenerated(650, 1);
        tuya.quirks().maxPageSize(137);

        CommandRun run = report("tuya.base-url=" + tuya.baseUrl());

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).startsWith("asking Tuya, by 15 calls at most");
        assertThat(run.out())
                .contains("| largest page | 137 (asked -> given: 50 -> 50, 100 -> 100, 200 -> 137) |")
                .contains("| parameters in snake_case | obeyed |")
                .contains("| parameters in camelCase | ignored: page 1 came, with 10 tickets by default |")
                .contains("| calls | 14 |");
        assertThat(tuya.log().requests()).hasSize(14);
    }

    @Test
    void neverMoreThanFifteenCallsAreMade() {
        tuya.tickets().addGenerated(650, 1);

        CommandRun run = report("tuya.base-url=" + tuya.baseUrl());

        assertThat(run.out()).contains("500 -> 500)").contains("| calls | 15 |");
        assertThat(tuya.log().requests()).hasSize(15);
    }

    @Test
    void whatIsRefusedIsSaidByItsCode() {
        tuya.tickets().addGenerated(130, 1);
        tuya.quirks().maxPageSize(50, PageCap.REFUSE);
        tuya.faults().always(Calls.ofStates(), Fault.apiError(1106, "permission deny"));
        tuya.faults().always(Calls.belowFeedbacks(), Fault.apiError(1108, "uri path invalid"));
        String refused = report("tuya.base-url=" + tuya.baseUrl()).out();
        tuya.faults().clear();
        tuya.quirks().maxPageSize(50, PageCap.BAD_REQUEST).ignoreStates(true);
        String odd = report("tuya.base-url=" + tuya.baseUrl()).out();

        assertThat(refused)
                .contains("| largest page | 50 (asked -> given: 50 -> 50, 100 -> refused with code 1101) |")
                .contains("| page 0 | refused with code 1109 |")
                .contains("| `in_state_list` | refused with code 1106 |")
                .contains("| `/feedbacks/feedback-statistics` | refused with code 1108 |")
                .contains(
                        "| last page by the total | tickets: 30, `has_more` false, `total` 130, `page_no` 3 | page 3 |");
        assertThat(odd)
                .contains("100 -> HTTP status 400 without JSON)")
                .contains("| `in_state_list` | ignored: ")
                .contains(
                        "| one past the last page | tickets: 0, `has_more` false, `total` 130, `page_no` 4 | page 4 |");
    }

    @Test
    void theOrderOfTheListNumbersAsTextsAndWhatIsNotTheSameTwiceAreSeen() {
        for (int ticket = 120; ticket > 0; ticket--) {
            tuya.tickets()
                    .addJson(
                            "{\"ticket_no\":\"T%03d\",\"create_time\":\"%d\",\"update_time\":%d,\"new_reply\":0,\"is_vip\":true}"
                                    .formatted(
                                            ticket,
                                            1_700_000_000_000L + ticket * 37 % 101,
                                            1_700_000_000_000L + ticket));
        }
        tuya.afterPage(1, () -> tuya.tickets().changeSilently("T119"));

        assertThat(report("tuya.base-url=" + tuya.baseUrl()).out())
                .containsPattern(
                        "create_time in no order \\(\\d+ of 119 steps rise\\), update_time falling, ticket_no falling")
                .contains("| fields that differ between two reads | new_reply |")
                .contains("| numbers sent as strings | create_time |")
                .contains("| fields that Tuya's page does not name | is_vip |")
                .contains("| fields of Tuya's page that no ticket has | app_name, description, ");
    }

    @Test
    void anotherSpellingThanTheSettingsIsSeen() {
        tuya.close();
        tuya = TuyaSimulator.builder().parameterStyle(ParameterStyle.CAMEL_CASE).start();
        tuya.tickets().addGenerated(30, 1);

        assertThat(report("tuya.base-url=" + tuya.baseUrl()).out())
                .contains("| parameters in snake_case | ignored: page 1 came, with 10 tickets by default |")
                .contains("| parameters in camelCase | obeyed |");
    }

    @Test
    void aListThatCanNotBeReadIsSaid() {
        tuya.faults().always(Calls.feedbacks(), Fault.apiError(28841105, "no subscription"));

        CommandRun run = report("tuya.base-url=" + tuya.baseUrl());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out())
                .contains("| largest page | 0 (asked -> given: 50 -> refused with code 28841105) |")
                .contains("The list could not be read: `doctor`, without `--report`, says why.");
    }

    private CommandRun report(String address) {
        return CommandRun.of(
                () -> TestSettings.only(
                        address,
                        "tuya.client-id=" + tuya.clientId(),
                        "tuya.client-secret=" + tuya.clientSecret(),
                        "tuya.requests-per-second=1000"),
                "doctor",
                "--report");
    }
}
