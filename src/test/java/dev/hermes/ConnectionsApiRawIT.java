package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.ApiCall;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 5 of the contract in raw HTTP: what the official client would never send. */
class ConnectionsApiRawIT {

    private static final String ERROR_TYPE = "x-amzn-ErrorType";
    private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";

    private final World world = new World(Stacks.shared());
    private final String room = "room-" + UUID.randomUUID();
    private WebSocketClient client;
    private String id;

    @BeforeEach
    void join() {
        client = world.join("ada", room);
        id = world.rows(room).get(0).get("connection_id").s();
    }

    @AfterEach
    void leave() {
        world.close();
    }

    static Stream<String[]> paths() {
        return Stream.of("@", "%40").flatMap(at -> Stream.of("=", "%3D", "%3d").map(end -> new String[] {at, end}));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void takesThePathEncodedOrNot(String at, String end) throws Exception {
        String path = "/dev/" + at + "connections/" + id.replace("=", end);

        HttpResponse<String> answer = call("POST", path).body("Hello").send();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(client.frame()).isEqualTo("Hello");
    }

    @Test
    void takesThePathSignedAsItIsSent() throws Exception {
        String path = "/dev/%40connections/" + id.replace("=", "%3D");

        HttpResponse<String> answer =
                call("POST", path).encodedOnce().body("Hello").send();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(client.frame()).isEqualTo("Hello");
    }

    @Test
    void takesWhateverRegionWasSignedFor() throws Exception {
        assertThat(post().region("ap-southeast-2").send().statusCode()).isEqualTo(200);
    }

    @Test
    void takesACallThatWasSignedAFewMinutesOff() throws Exception {
        assertThat(post().signedBefore(Duration.ofMinutes(4)).send().statusCode())
                .isEqualTo(200);
        assertThat(post().signedBefore(Duration.ofMinutes(-4)).send().statusCode())
                .isEqualTo(200);
    }

    @Test
    void asksForTheBodyOfACallerThatWaits() throws Exception {
        assertThat(post().waiting().send().statusCode()).isEqualTo(200);
        assertThat(client.frame()).isEqualTo("Hello");
        assertForbidden(post().waiting().unsigned());
    }

    @Test
    void refusesAnUnsignedCall() throws Exception {
        assertForbidden(post().unsigned());
    }

    @Test
    void refusesAnUnsignedCallWithoutReadingItsBody() throws Exception {
        assertForbidden(post().unsigned().body("x".repeat(8 * 1024 * 1024)));
    }

    @Test
    void refusesAnotherAccessKey() throws Exception {
        assertForbidden(post().keyPair("stranger", world.settings().get("hermes.connections-api.secret-access-key")));
    }

    @Test
    void refusesAnotherSecret() throws Exception {
        assertForbidden(post().keyPair(world.settings().get("hermes.connections-api.access-key-id"), "guess"));
    }

    @Test
    void refusesAnAlteredBody() throws Exception {
        assertForbidden(post().alteredBody("Hullo"));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, -6, 1440})
    void refusesAnOldOrEarlyDate(int minutes) throws Exception {
        assertForbidden(post().signedBefore(Duration.ofMinutes(minutes)));
    }

    @Test
    void refusesASignatureForAnotherService() throws Exception {
        assertForbidden(post().service("sqs"));
    }

    @Test
    void refusesAnotherStage() throws Exception {
        assertForbidden(call("POST", "/prod/@connections/" + id).body("Hello"));
    }

    @ParameterizedTest
    @CsvSource({"PUT,/ID", "PATCH,/ID", "GET,''", "DELETE,''"})
    void refusesACallThatIsNone(String method, String end) throws Exception {
        assertForbidden(call(method, "/dev/@connections" + end.replace("ID", id)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short=", "AAAAAAAAAAAAAA%2F=", "AAAAAAAAAAAAAAA%253D", "..%2F", "%00"})
    void refusesAMalformedConnectionId(String malformed) throws Exception {
        HttpResponse<String> answer =
                call("GET", "/dev/@connections/" + malformed).send();

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue(ERROR_TYPE)).contains("BadRequestException");
        assertThat(answer.body()).startsWith("{\"message\":\"Invalid connectionId: ");
    }

    @Test
    void answersInTheFormOfApiGateway() throws Exception {
        HttpResponse<String> found = call("GET", "/dev/@connections/" + id).send();
        HttpResponse<String> gone =
                call("GET", "/dev/@connections/AAAAAAAAAAAAAAA=").send();
        HttpResponse<String> tooLarge = post().body("x".repeat(200_000)).send();

        String instant = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"";
        assertThat(found.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(found.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(found.body())
                .matches("\\{\"connectedAt\":" + instant
                        + ",\"identity\":\\{\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"[^\"]+\"}," + "\"lastActiveAt\":"
                        + instant + "}");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.headers().firstValue(ERROR_TYPE)).contains("GoneException");
        assertThat(gone.body()).isEqualTo("{\"message\":\"Gone\"}");
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.headers().firstValue(ERROR_TYPE)).contains("PayloadTooLargeException");
        assertThat(client.frames()).isEmpty();
    }

    @Test
    void sendsOneMessageToManyConnections() throws Exception {
        WebSocketClient second = world.join("bob", room + "-2");
        String secondId = world.rows(room + "-2").get(0).get("connection_id").s();
        String ids = "\"" + id + "\",\"AAAAAAAAAAAAAAA=\",\"planted-by-hand=\",\"" + secondId + "\",\"" + id + "\"";

        HttpResponse<String> answer = many("{\"connection_ids\":[" + ids + "],\"data\":\"{\\\"a\\\":\\\"é\\\"}\"}")
                .send();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"gone\":[\"AAAAAAAAAAAAAAA=\",\"planted-by-hand=\"]}");
        assertThat(client.frame()).isEqualTo("{\"a\":\"é\"}");
        assertThat(second.frame()).isEqualTo("{\"a\":\"é\"}");
        post().body("after").send();
        assertThat(client.frame()).isEqualTo("after");
    }

    @Test
    void sendsAMessageToManyThatWouldBeTooLongForOne() throws Exception {
        String data = "x".repeat(300_000);

        HttpResponse<String> answer = many("{\"connection_ids\":[\"" + id + "\"],\"data\":\"" + data + "\"}")
                .send();

        assertThat(answer.body()).isEqualTo("{\"gone\":[]}");
        assertThat(client.frame()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "null", "[]", "{}", "{\"connection_ids\":[1],\"data\":\"x\"}", "{\"connection_ids\":[]}"
            })
    void refusesAMessageToManyThatCannotBeRead(String body) throws Exception {
        HttpResponse<String> answer = many(body).send();

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue(ERROR_TYPE)).contains("BadRequestException");
    }

    @Test
    void refusesAMessageToManyThatIsUnsignedOrTooLong() throws Exception {
        HttpResponse<String> tooLong = many("x".repeat(4 * 1024 * 1024 + 1)).send();

        assertThat(tooLong.statusCode()).isEqualTo(413);
        assertForbidden(
                many("{\"connection_ids\":[\"" + id + "\"],\"data\":\"x\"}").unsigned());
        assertForbidden(many("{\"connection_ids\":[\"" + id + "\"],\"data\":\"x\"}")
                .alteredBody("{\"connection_ids\":[\"" + id + "\"],\"data\":\"y\"}"));
    }

    private ApiCall post() {
        return call("POST", "/dev/@connections/" + id).body("Hello");
    }

    private ApiCall many(String body) {
        return call("POST", "/dev/@connections").body(body);
    }

    private ApiCall call(String method, String path) {
        return new ApiCall(world.settings(), method, path);
    }

    private void assertForbidden(ApiCall call) throws Exception {
        HttpResponse<String> answer = call.send();

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue(ERROR_TYPE)).contains("ForbiddenException");
        assertThat(answer.body()).isEqualTo(FORBIDDEN);
        // Whatever was refused has not reached the client before the next message does.
        post().body("after").send();
        assertThat(client.frame()).isEqualTo("after");
    }
}
