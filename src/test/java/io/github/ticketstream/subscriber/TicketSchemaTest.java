package io.github.ticketstream.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.ticketstream.simulator.SimulatedTicket;
import io.github.ticketstream.simulator.TicketOrder;
import io.github.ticketstream.simulator.TicketPopulation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Schema schema = registry.getSchema(SchemaLocation.of("classpath:schema/ticket.schema.json"));

    @Test
    void isAValidSchemaOfThe2020Draft() {
        Schema metaSchema = registry.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(metaSchema.validate(schema.getSchemaNode())).isEmpty();
        assertThat(schema.getSchemaNode().path("$id").asText()).isEqualTo("urn:ticketstream:ticket:v1");
    }

    @Test
    void theExampleOfTuyasPageFits() throws IOException {
        try (InputStream page = getClass().getResourceAsStream("/example-reply.json")) {
            JsonNode list = JSON.readTree(page).at("/result/list");

            assertThat(list)
                    .isNotEmpty()
                    .allSatisfy(ticket -> assertThat(schema.validate(ticket)).isEmpty());
        }
    }

    @Test
    void everyTicketOfTheSimulatorFitsAndEachOfItsFieldsIsDescribed() throws IOException {
        TicketPopulation tickets = new TicketPopulation(Clock.systemUTC(), TicketOrder.INSERTION);
        tickets.addGenerated(500, 1);
        tickets.snapshot().forEach(ticket -> tickets.update(ticket.ticketNo()));
        tickets.addGenerated(500, 2);

        Set<String> fields = new TreeSet<>();
        for (SimulatedTicket ticket : tickets.snapshot()) {
            assertThat(schema.validate(ticket.json(), InputFormat.JSON)).isEmpty();
            JSON.readTree(ticket.json()).fieldNames().forEachRemaining(fields::add);
        }
        JsonNode described = schema.getSchemaNode().path("properties");
        assertThat(described.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(fields);
        assertThat(described)
                .allSatisfy(
                        field -> assertThat(field.path("description").asText()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'state_code':null,'create_time':null,'is_operate':null",
                "'state_code':'OfAnotherDay','evaluation_star':77",
                "'new_field':{'price':2.50},'big':123456789012345678901234567890",
                "'is_operate':'07f1dd9dbd6fb10a8e2d1ab8a0b1bd2cc0a4d2bca7e7b2c1b3f4e5d6c7b8a990'"
            })
    void isAsTolerantAsTheStream(String fields) {
        assertThat(schema.validate(ticket("'ticket_no':'T1','update_time':1," + fields)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ticket_no':'T1'",
                "'update_time':1",
                "'ticket_no':' ','update_time':1",
                "'ticket_no':'T1','update_time':0",
                "'ticket_no':'T1','update_time':253402300800000",
                "'ticket_no':'T1','update_time':1,'create_time':'2021-12-01'",
                "'ticket_no':'T1','update_time':1,'new_reply':1.5",
                "'ticket_no':'T1','update_time':1,'evaluation_problem_solve':1",
                "'ticket_no':'T1','update_time':1,'handler':{}"
            })
    void refusesWhatIsNotAsDocumented(String fields) {
        assertThat(schema.validate(ticket(fields))).isNotEmpty();
    }

    @Test
    void itsMaskIsThatOfTheStream() {
        assertThat(Set.of("07F1DD9DBD6FB10A8E2D1AB8A0B1BD2CC0A4D2BCA7E7B2C1B3F4E5D6C7B8A990", "yes", ""))
                .allSatisfy(text -> assertThat(
                                schema.validate(ticket("'ticket_no':'T1','update_time':1,'is_operate':'" + text + "'")))
                        .isNotEmpty());
    }

    private static JsonNode ticket(String fields) {
        try {
            return JSON.readTree("{" + fields.replace('\'', '"') + "}");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(fields, e);
        }
    }
}
