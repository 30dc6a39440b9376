package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.ApiCall;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 10 of the contract: who is in a room, and a notification for it, over HTTP. */
class RoomsApiIT {

    private World world;

    @BeforeEach
    void open() {
        world = new World(Stacks.shared());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void countsTheConnectionsOfEachUser() throws Exception {
        world.join("ada", "counted");
        world.join("ada", "counted");
        world.join("bob", "counted");
        world.join("eve", "counted too");

        await().untilAsserted(() -> assertThat(get("counted").body())
                .isEqualTo(
                        "{\"users\":[{\"user_id\":\"ada\",\"connections\":2},{\"user_id\":\"bob\",\"connections\":1}],"
                                + "\"count\":3}"));
        assertThat(get("counted").statusCode()).isEqualTo(200);
    }

    @Test
    void knowsNobodyInAnEmptyRoom() throws Exception {
        HttpResponse<String> answer = get("empty");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"users\":[],\"count\":0}");
    }

    @Test
    void countsAloneWhereThereAreMoreThanTwoHundredUsers() throws Exception {
        for (int i = 0; i < 200; i++) {
            world.plantRow("planted-" + i + "=", "crowded", "user-" + i);
        }
        assertThat(get("crowded").body()).contains("\"users\":[").endsWith("\"count\":200}");

        world.plantRow("planted-200=", "crowded", "user-200");

        assertThat(get("crowded").body()).isEqualTo("{\"count\":201}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "é 🙂", "a/b", "100%", "%2F", "a+b", "...", "q?x=1#y", "\"quoted\"", " "})
    void takesANotificationForARoomOfAnyName(String room) throws Exception {
        WebSocketClient client = world.join("ada", room);

        HttpResponse<String> answer = post(room, "{\"user_id\":7,\"data\":{\"n\":1.0e2,\"é\":\"\\u00e9\"}}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(client.frame()).isEqualTo("{\"user_id\":7,\"data\":{\"n\":1.0e2,\"é\":\"\\u00e9\"}}");
        await().untilAsserted(() -> assertThat(get(room).body()).endsWith("\"count\":1}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/@rooms/a%2Fb", "/dev/%40rooms/a%2fb"})
    void takesAPathThatWasSignedAsItWasSent(String path) throws Exception {
        WebSocketClient client = world.join("ada", "a/b");

        HttpResponse<String> answer = new ApiCall(world.settings(), "POST", path)
                .encodedOnce()
                .body("{\"data\":1}")
                .send();

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(client.frame()).isEqualTo("{\"data\":1}");
    }

    @Test
    void takesAnAimedNotification() throws Exception {
        WebSocketClient ada = world.join("ada", "aimed-over-http");
        WebSocketClient bob = world.join("bob", "aimed-over-http");

        post("aimed-over-http", "{\"data\":1,\"hermes\":{\"to\":[\"bob\"]}}");
        assertThat(bob.frame()).isEqualTo("{\"data\":1}");
        post("aimed-over-http", "{\"data\":2}");

        assertThat(ada.frame()).isEqualTo("{\"data\":2}");
        assertThat(bob.frame()).isEqualTo("{\"data\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "null",
                "[]",
                "\"x\"",
                "{\"room_id\":\"x\",\"data\":1}",
                "{\"room_id\":null,\"data\":1}",
                "{\"data\":1,\"hermes\":{\"to\":\"ada\"}}"
            })
    void refusesWhatIsNoNotification(String body) throws Exception {
        HttpResponse<String> answer = post("refused", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("BadRequestException");
    }

    @Test
    void refusesARoomThatIsNoUtf8OrTooLong() throws Exception {
        assertThat(call("GET", "%FF").send().statusCode()).isEqualTo(400);
        assertThat(call("POST", "%FF").body("{\"data\":1}").send().statusCode()).isEqualTo(400);
        assertThat(call("GET", "x".repeat(2049)).send().statusCode()).isEqualTo(400);
        assertThat(call("GET", "x".repeat(1024)).send().statusCode()).isEqualTo(200);
    }

    @Test
    void refusesACallThatIsNotSigned() throws Exception {
        for (String method : new String[] {"GET", "POST"}) {
            HttpResponse<String> answer =
                    call(method, "lobby").body("{\"data\":1}").unsigned().send();

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("ForbiddenException");
        }
    }

    @Test
    void refusesAnotherMethodAndAnotherStage() throws Exception {
        assertThat(call("PUT", "lobby").send().statusCode()).isEqualTo(403);
        assertThat(new ApiCall(world.settings(), "GET", "/prod/@rooms/lobby")
                        .send()
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesWhatTheQueueWouldNotTake() throws Exception {
        String full = "{\"data\":\"" + "x".repeat(1024 * 1024) + "\"}";

        HttpResponse<String> tooLong = post("long", full);
        HttpResponse<String> withItsRoom = post("long", full.substring(0, 1024 * 1024 - 2) + "\"}");

        assertThat(tooLong.statusCode()).isEqualTo(413);
        assertThat(withItsRoom.statusCode()).isEqualTo(413);
        assertThat(withItsRoom.headers().firstValue("x-amzn-ErrorType")).contains("PayloadTooLargeException");
    }

    @Test
    void keepsTheOrderOfARoomInAFifoQueue() throws Exception {
        try (DevStack fifo = Stacks.start(
                        Path.of(""),
                        Map.of(
                                "HERMES_NOTIFICATIONS_QUEUE", "posted.fifo",
                                "HERMES_NOTIFICATIONS_DEAD_LETTER_QUEUE", "posted-dlq.fifo"));
                World there = new World(fifo)) {
            String room = "é 🙂".repeat(40);
            WebSocketClient client = there.join("ada", room);

            for (int i = 0; i < 10; i++) {
                assertThat(new ApiCall(fifo.settings(), "POST", "/dev/@rooms/" + encode(room))
                                .body("{\"data\":\"same\"}")
                                .send()
                                .statusCode())
                        .isEqualTo(202);
                new ApiCall(fifo.settings(), "POST", "/dev/@rooms/" + encode(room))
                        .body("{\"data\":" + i + "}")
                        .send();
            }

            for (int i = 0; i < 10; i++) {
                assertThat(client.frame()).as("equal bodies are no duplicates").isEqualTo("{\"data\":\"same\"}");
                assertThat(client.frame()).isEqualTo("{\"data\":" + i + "}");
            }
        }
    }

    private HttpResponse<String> get(String room) throws Exception {
        return call("GET", encode(room)).send();
    }

    private HttpResponse<String> post(String room, String body) throws Exception {
        return call("POST", encode(room)).body(body).send();
    }

    private ApiCall call(String method, String encodedRoom) {
        return new ApiCall(world.settings(), method, "/dev/@rooms/" + encodedRoom);
    }

    private static String encode(String room) {
        return URLEncoder.encode(room, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
