package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.ApiGatewayStandIn;
import dev.hermes.dev.Cable;
import dev.hermes.dev.Crowd;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.GatewayClient;
import dev.hermes.dev.Metrics;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Section 3 of the contract: DynamoDB is away while a message is handled. */
class TableAwayIT {

    /** More than Camel's pools have room for by default. */
    private static final int MANY = 2_500;

    /** Each delete has failed once, and waits to be tried again. */
    private static final Duration PAST_THE_DEADLINE = Duration.ofSeconds(4);

    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiGatewayStandIn gateway;
    private Cable cable;
    private DevStack stack;
    private World world;

    @BeforeEach
    void start() throws Exception {
        int table = FreePort.find();
        int cableEnd = FreePort.find();
        gateway = new ApiGatewayStandIn();
        cable = new Cable(cableEnd, table);
        stack = behind(cableEnd, table, gateway);
        world = new World(stack);
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
        stack.close();
        cable.close();
        gateway.close();
    }

    @Test
    void losesNothingOfWhatCameWhileTheTableWasAway() throws Exception {
        WebSocketClient here = world.join("ada", "room");
        world.plantRow("elsewhere=", "room", "bob");
        String token = world.token("bob", "room");
        world.send("{\"room_id\":\"room\",\"data\":\"before\"}");
        assertThat(here.frame()).isEqualTo("{\"data\":\"before\"}");
        await().untilAsserted(() -> assertThat(gateway.taken("elsewhere=")).containsExactly("{\"data\":\"before\"}"));

        cable.pullOut();
        world.send("{\"room_id\":\"room\",\"data\":\"meanwhile\"}");
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> world.joinWith(token))
                .extracting(Refused::status)
                .isEqualTo(503);
        // Who is here is known without the table; the message stays until all others have it too.
        assertThat(here.frame()).isEqualTo("{\"data\":\"meanwhile\"}");
        assertThat(gateway.taken("elsewhere=")).containsExactly("{\"data\":\"before\"}");
        await().untilAsserted(() -> assertThat(inFlight()).isEqualTo("1"));
        cable.plugIn();

        await().untilAsserted(() -> assertThat(gateway.taken("elsewhere="))
                .containsExactly("{\"data\":\"before\"}", "{\"data\":\"meanwhile\"}"));
        await().untilAsserted(() -> assertThat(inFlight()).isEqualTo("0"));
        // What waited tries by itself; that the table of tokens is back as well is known from the next probe.
        await().ignoreException(Refused.class).until(() -> world.joinWith(token) != null);
        assertThat(here.frames()).isEmpty();
        assertThat(world.takeDeadLetters()).isEmpty();
    }

    @Test
    void servesPlainClientsAtOnceAndNumberedOnesInOrderWhenTheTableIsBack() throws Exception {
        WebSocketClient numbered = world.joinSince("ada", "counted", "now");
        WebSocketClient plain = world.join("bob", "counted");
        String token = world.token("ada", "counted");
        long head = numbered.head();
        world.send("{\"room_id\":\"counted\",\"data\":0}");
        assertThat(numbered.frame()).isEqualTo("{\"data\":0,\"seq\":" + (head + 1) + "}");
        assertThat(plain.frame()).isEqualTo("{\"data\":0}");

        cable.pullOut();
        for (int n = 1; n <= 5; n++) {
            world.send("{\"room_id\":\"counted\",\"data\":" + n + "}");
            assertThat(plain.frame()).isEqualTo("{\"data\":" + n + "}");
        }
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> WebSocketClient.open(URI.create(world.withToken(token) + "&since=" + (head + 1))))
                .extracting(Refused::status)
                .isEqualTo(503);
        numbered.send("{\"action\":\"resume\",\"since\":" + head + "}");
        assertThat(numbered.frame()).startsWith("{\"message\":\"Service Unavailable\",\"connectionId\":");
        assertThat(numbered.frames()).isEmpty();
        cable.plugIn();

        List<String> data = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            JsonNode frame = JSON.readTree(numbered.frame());
            assertThat(frame.get("seq").longValue()).isEqualTo(head + 1 + n);
            data.add(frame.get("data").toString());
        }
        assertThat(data).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
        await().untilAsserted(() -> assertThat(inFlight()).isEqualTo("0"));
        assertThat(plain.frames()).isEmpty();
        assertThat(numbered.frames()).isEmpty();
    }

    @Test
    void tellsAClientOfApiGatewayThatItCannotResumeNow() throws Exception {
        GatewayClient ada = new GatewayClient(world.settings(), "ada=");
        String token = world.token("ada", "numbered");
        assertThat(ada.connect(token, "now")).isEqualTo(200);

        cable.pullOut();
        ada.send("{\"action\":\"resume\",\"since\":\"now\"}");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(gateway.taken("ada="))
                .singleElement()
                .asString()
                .startsWith("{\"message\":\"Service Unavailable\",\"connectionId\":\"ada=\""));
        assertThat(new GatewayClient(world.settings(), "bob=").connect(token, "now"))
                .isEqualTo(503);
        cable.plugIn();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            ada.send("{\"action\":\"resume\",\"since\":\"now\"}");
            assertThat(gateway.taken("ada=")).anyMatch(frame -> frame.startsWith("{\"hermes\":{\"head\":"));
        });
    }

    @Test
    void deliversToAllOfManyRoomsWhoseLookUpsHaveHung() {
        cable.hold();
        for (int room = 0; room < MANY; room++) {
            world.send("{\"room_id\":\"quiet-" + room + "\",\"data\":1}");
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> Integer.parseInt(inFlight()) == MANY);
        cable.release();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(inFlight()).isEqualTo("0"));
        assertThat(world.takeDeadLetters()).isEmpty();
    }

    @Test
    void forgetsAllOfManyClientsThatLeaveWhileTheTableIsAway() throws Exception {
        Metrics metrics = new Metrics(world.settings());
        try (Crowd crowd = new Crowd()) {
            crowd.come(Collections.nCopies(MANY, world.withToken(world.token("ada", "crowded"))))
                    .join();
            assertThat(crowd.answers()).containsOnly(entry(101, MANY));

            cable.pullOut();
        }
        await().pollDelay(PAST_THE_DEADLINE)
                .atMost(Duration.ofSeconds(30))
                .until(() -> metrics.sum("hermes_sockets") == 0);
        cable.plugIn();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(world.rows("crowded")).isEmpty());
    }

    private static DevStack behind(int cableEnd, int table, ApiGatewayStandIn gateway) {
        return Stacks.behind(
                gateway,
                Map.of(
                        "HERMES_DYNAMODB_PORT",
                        Integer.toString(table),
                        "HERMES_AWS_DYNAMODB_ENDPOINT",
                        "http://127.0.0.1:" + cableEnd));
    }

    private String inFlight() {
        return world.sqs()
                .getQueueAttributes(get -> get.queueUrl(world.queue()).attributeNames(QueueAttributeName.ALL))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }
}
