package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.dev.ApiCall;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 10 of the contract: what a room was told, over HTTP. */
class HistoryApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world = new World(Stacks.shared());
    private final String room = "history-" + UUID.randomUUID();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void listsMessagesAsTheyWereSentToTheByte() throws Exception {
        WebSocketClient client = world.joinSince("ada", room, "now");
        long head = client.head();
        world.send("{\"user_id\":7,\"room_id\":\"" + room + "\",\"data\":{\"n\":1.0e2},\"hermes\":{\"to\":[\"ada\"]}}");
        client.frame();
        world.send("{\"room_id\":\"" + room + "\",\"data\":\"\\u00e9\"}");
        client.frame();

        HttpResponse<String> answer = get("?after=" + head);

        JsonNode listed = JSON.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"messages\":[{\"seq\":" + (head + 1) + ",\"at\":")
                .contains(
                        ",\"user_id\":7,\"data\":{\"n\":1.0e2},\"to\":[\"ada\"],\"except\":[]},{\"seq\":" + (head + 2))
                .endsWith(",\"data\":\"\\u00e9\",\"to\":null,\"except\":[]}],\"head\":" + (head + 2)
                        + ",\"more\":false}");
        assertThat(listed.at("/messages/0/at").longValue()).isGreaterThan(1_700_000_000_000L);
    }

    @Test
    void listsPartByPart() throws Exception {
        WebSocketClient client = world.joinSince("ada", room, "now");
        client.frame();
        for (int i = 0; i < 3; i++) {
            world.send("{\"room_id\":\"" + room + "\",\"data\":" + i + "}");
            client.frame();
        }

        JsonNode first = JSON.readTree(get("?limit=2").body());
        long last = first.at("/messages/1/seq").longValue();
        JsonNode second = JSON.readTree(get("?limit=2&after=" + last).body());

        assertThat(first.get("messages")).hasSize(2);
        assertThat(first.get("more").booleanValue()).isTrue();
        assertThat(second.get("messages")).hasSize(1);
        assertThat(second.get("more").booleanValue()).isFalse();
        assertThat(second.at("/messages/0/seq")).isEqualTo(second.get("head"));
    }

    @Test
    void knowsNothingOfARoomThatNobodyCounts() throws Exception {
        assertThat(get("").body()).isEqualTo("{\"messages\":[],\"head\":null,\"more\":false}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=1001", "?limit=x", "?after=-1", "?after=9007199254740992"})
    void refusesOtherNumbers(String query) throws Exception {
        assertThat(get(query).statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> get(String query) throws Exception {
        return new ApiCall(world.settings(), "GET", "/dev/%40rooms/" + room + "/history" + query).send();
    }
}
