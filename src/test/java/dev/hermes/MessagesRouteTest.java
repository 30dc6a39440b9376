package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.audience.Recipients;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.audience.Resume;
import dev.hermes.connection.Connection;
import dev.hermes.history.NoHistory;
import dev.hermes.notification.ClientFrames;
import dev.hermes.notification.Notification;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the real {@code message} and what it leads to, between a fake fan-out and a fake push. */
class MessagesRouteTest extends RoutesUnderTest {

    private static final String HERE = AudienceUnderTest.HERE;
    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";
    private static final NoHistory NO_HISTORY = new NoHistory();
    private static final Connection ADA = new Connection("c-1=", "lobby", "ada", HERE);

    private final AudienceUnderTest rooms =
            new AudienceUnderTest(dynamoDb, API_GATEWAY, id -> false, Clock.systemUTC(), System::nanoTime);

    @EndpointInject("mock:direct:fan-out")
    private MockEndpoint fanOut;

    @EndpointInject("mock:direct:push")
    private MockEndpoint push;

    MessagesRouteTest() {
        super("messages", "resume");
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void tellsTheRoomWhatAClientSent() {
        Exchange done = send("{\"action\":\"sendMessage\",\"data\":{\"text\": 1.0}}");

        assertThat(done.getException()).isNull();
        assertThat(told()).singleElement().satisfies(told -> {
            assertThat(told.roomId()).isEqualTo("lobby");
            assertThat(told.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":{\"text\": 1.0}}");
            assertThat(told.aim().isEverybody()).isTrue();
        });
        assertThat(push.getExchanges()).isEmpty();
    }

    @Test
    void evaluatesNothingThatAClientSent() {
        String data = "\"${variable.connection.id} {{hermes.gateway.port}} #bean:x, 'y'\"";

        send("{\"action\":\"sendMessage\",\"data\":" + data + "}");

        assertThat(told())
                .extracting(Notification::frame)
                .containsExactly("{\"user_id\":\"ada\",\"data\":" + data + "}");
    }

    @Test
    void passesLongFramesOn() {
        String data = "\"" + "é".repeat(100_000) + "\"";

        send("{\"action\":\"sendMessage\",\"data\":" + data + "}");

        assertThat(told()).singleElement().satisfies(told -> assertThat(
                        told.frame().equals("{\"user_id\":\"ada\",\"data\":" + data + "}"))
                .isTrue());
    }

    @Test
    void answersTheSenderAloneWhereItKnowsNoSuchAction() {
        Exchange done = send("{\"action\":\"dance\",\"data\":1}");

        assertThat(done.getException()).isNull();
        assertThat(fanOut.getExchanges()).isEmpty();
        assertThat(push.getExchanges()).singleElement().satisfies(exchange -> {
            assertThat(exchange.getVariable("recipients"))
                    .isEqualTo(new Recipients(Gateway.OWN, rooms.lease.id(), HERE, List.of("c-1=")));
            assertThat(exchange.getVariable("notification", Notification.class).frame())
                    .startsWith("{\"message\":\"Forbidden\",\"connectionId\":\"c-1=\",\"requestId\":\"");
        });
    }

    @Test
    void givesAClientTheNumbersThatItAsksFor() {
        Exchange done = send("{\"action\":\"resume\",\"since\":\"now\"}");

        assertThat(done.getException()).isNull();
        assertThat(NO_HISTORY.pushed())
                .containsExactly("{\"hermes\":{\"head\":null,\"resumed\":false,\"from\":null,\"reload_after_ms\":0}}");
        assertThat(push.getExchanges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"action\":\"resume\"}", "{\"action\":\"resume\",\"since\":\"then\"}"})
    void refusesToResumeFromNowhere(String frame) {
        send(frame);

        assertThat(push.getExchanges())
                .extracting(exchange ->
                        exchange.getVariable("notification", Notification.class).frame())
                .singleElement()
                .asString()
                .startsWith("{\"message\":\"Forbidden\",\"connectionId\":\"c-1=\"");
    }

    @Test
    void answersASenderBehindApiGatewayThere() {
        send("{\"action\":\"dance\"}", new Connection("c-2=", "lobby", "ada", API_GATEWAY));

        assertThat(push.getExchanges())
                .extracting(exchange -> exchange.getVariable("recipients"))
                .containsExactly(new Recipients(Gateway.API_GATEWAY, API_GATEWAY, API_GATEWAY, List.of("c-2=")));
    }

    @Test
    void refusesEveryFrameWithoutAKnownAction() {
        List<String> frames = List.of(
                "x",
                "[1,2]",
                "7",
                "true",
                "{}",
                "{\"action\":null}",
                "{\"action\":1}",
                "{\"action\":\"\"}",
                "{\"action\":\"$connect\"}",
                "{\"action\":\"$disconnect\"}",
                "{\"action\":\"SENDMESSAGE\"}",
                "{\"action\":\" sendMessage\"}",
                "{\"action\":\"'sendMessage'\"}",
                "{\"action\":\"${body}\"}",
                "{\"action\":\"sendMessage\"");

        assertThat(frames)
                .extracting(this::send)
                .extracting(Exchange::getException)
                .containsOnlyNulls();

        assertThat(push.getExchanges()).hasSameSizeAs(frames);
        assertThat(fanOut.getExchanges()).isEmpty();
    }

    @Test
    void refusesAFrameThatIsEmptyOrQuotedOrNull() {
        List<String> frames = List.of("", " ", "null", "\"x\"", "''", "'{\"action\":\"sendMessage\",\"data\":1}'");

        assertThat(frames)
                .extracting(this::send)
                .extracting(Exchange::getException)
                .containsOnlyNulls();

        assertThat(push.getExchanges()).hasSameSizeAs(frames);
        assertThat(fanOut.getExchanges()).isEmpty();
    }

    private Exchange send(String frame) {
        return send(frame, ADA);
    }

    private Exchange send(String frame, Connection sender) {
        return run("message", exchange -> {
            exchange.getMessage().setBody(frame);
            exchange.setVariable("connection", sender);
        });
    }

    private List<Notification> told() {
        return fanOut.getExchanges().stream()
                .map(exchange -> exchange.getVariable("notification", Notification.class))
                .toList();
    }

    @Override
    void bindBeans(CamelContext camel) {
        camel.getRegistry().bind("clientFrames", new ClientFrames());
        camel.getRegistry().bind("audience", rooms.audience);
        camel.getRegistry()
                .bind(
                        "resume",
                        new Resume(
                                rooms.audience,
                                rooms.local,
                                NO_HISTORY.tails(),
                                NO_HISTORY.gatewayReplay(null),
                                new ClientFrames()));
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        configuration.withMockEndpointsAndSkip("direct:fan-out|direct:push");
    }
}
