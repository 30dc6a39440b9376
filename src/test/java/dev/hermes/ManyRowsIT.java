package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Section 3 of the contract: a room whose rows fill several pages of DynamoDB, in a table full of other rooms. */
class ManyRowsIT {

    private static final int STALE = 1500;
    private static final int OTHERS = 500;
    private static final int BATCH = 25;
    /** A page is 1 MB of rows: with a user as long as this, a room of 1500 takes three. */
    private static final String LONG_USER = "u".repeat(1800);

    private static DevStack stack;

    @BeforeAll
    static void start() {
        stack = Stacks.start(Path.of(""), Map.of());
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void reachesEveryConnectionOfALargeRoomInALargeTable() throws Exception {
        try (World world = new World(stack)) {
            plant(world, "large", STALE);
            for (int i = 0; i < OTHERS / BATCH; i++) {
                plant(world, "other-" + i, BATCH);
            }
            List<WebSocketClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(world.join("user-" + i, "large"));
            }

            world.send("{\"room_id\":\"large\",\"data\":1}");

            for (WebSocketClient client : clients) {
                assertThat(client.frame()).isEqualTo("{\"data\":1}");
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> world.rows("large").size() == clients.size());
            assertThat(world.allRows()).hasSize(clients.size() + OTHERS);
            assertThat(clients).allSatisfy(client -> assertThat(client.frames()).isEmpty());
        }
    }

    private static void plant(World world, String room, int rows) {
        List<WriteRequest> writes = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            Map<String, AttributeValue> row = Map.of(
                    "connection_id", AttributeValue.fromS(room + "-" + i + "="),
                    "room_id", AttributeValue.fromS(room),
                    "user_id", AttributeValue.fromS(LONG_USER));
            writes.add(WriteRequest.builder()
                    .putRequest(PutRequest.builder().item(row).build())
                    .build());
            if (writes.size() == BATCH) {
                List<WriteRequest> batch = List.copyOf(writes);
                world.dynamoDb().batchWriteItem(write -> write.requestItems(Map.of("hermesConnections", batch)));
                writes.clear();
            }
        }
    }
}
