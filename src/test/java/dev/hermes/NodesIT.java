package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.command.SetupCommand;
import dev.hermes.dev.Cable;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.OtherNode;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Two nodes with short leases, one of which ends, hangs, or loses what it had written. */
class NodesIT {

    private static final int LEASE_SECONDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ROOMS = "hermesRooms";

    private final AtomicInteger sent = new AtomicInteger();
    private Cable cable;
    private DevStack stack;
    private World world;
    private OtherNode other;
    private DynamoDbClient dynamoDb;
    private Settings direct;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        int table = FreePort.find();
        int cableEnd = FreePort.find();
        Map<String, String> both = Map.of(
                "HERMES_NODE_LEASE_SECONDS",
                Integer.toString(LEASE_SECONDS),
                "HERMES_AWS_DYNAMODB_ENDPOINT",
                "http://127.0.0.1:" + cableEnd);
        cable = new Cable(cableEnd, table);
        stack = Stacks.start(Path.of(""), with(both, "HERMES_DYNAMODB_PORT", Integer.toString(table)));
        direct = stack.settings()
                .with("hermes.aws.dynamodb-endpoint", stack.dynamoDb().endpoint());
        world = new World(direct);
        dynamoDb = world.dynamoDb();
        other = new OtherNode(stack, folder, both);
    }

    private static Map<String, String> with(Map<String, String> some, String name, String value) {
        Map<String, String> all = new HashMap<>(some);
        all.put(name, value);
        return all;
    }

    @AfterEach
    void stop() throws IOException {
        other.close();
        world.close();
        stack.close();
        cable.close();
    }

    @Test
    void serveThoseWhoComeToANodeThatWasKilledAndStartedAgain() throws Exception {
        WebSocketClient here = world.join("ada", "room");
        other.world().join("bob", "room");
        Set<String> before = nodes();

        other.process().kill();
        other.start();
        WebSocketClient again = other.world().join("bob", "room");
        send("{\"room_id\":\"room\",\"data\":\"again\"}");

        assertThat(again.frame()).isEqualTo("{\"data\":\"again\"}");
        assertThat(here.frame()).isEqualTo("{\"data\":\"again\"}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            send("{\"room_id\":\"room\",\"data\":\"still\"}");
            assertThat(nodes()).hasSize(2).isNotEqualTo(before);
            assertThat(world.rows("room")).hasSize(2);
        });
    }

    @Test
    void hearANodeAgainThatHungForLongerThanItsLease() throws Exception {
        WebSocketClient here = world.join("ada", "room");
        WebSocketClient there = other.world().join("bob", "room");
        Set<String> before = nodes();
        assertThat(before).hasSize(2);

        other.process().signal("STOP");
        await().atMost(PATIENCE).until(() -> nodes().size() == 1);
        send("{\"room_id\":\"room\",\"data\":\"meanwhile\"}");
        assertThat(here.frame()).isEqualTo("{\"data\":\"meanwhile\"}");
        other.process().signal("CONT");

        await().atMost(PATIENCE).until(() -> nodes().size() == 2);
        assertThat(nodes()).isNotEqualTo(before);
        awaitHeard(there);
        assertThat(there.isOpen()).isTrue();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.rows("room")).hasSize(2));
    }

    @Test
    void hearEverybodyAgainAfterTheTablesWereMadeAnew() throws Exception {
        WebSocketClient here = world.join("ada", "room");
        WebSocketClient there = other.world().join("bob", "room");
        Set<String> before = nodes();

        dynamoDb.deleteTable(delete -> delete.tableName(ROOMS));
        dynamoDb.deleteTable(delete -> delete.tableName("hermesConnections"));
        send("{\"room_id\":\"room\",\"data\":\"meanwhile\"}");
        assertThat(here.frame()).isEqualTo("{\"data\":\"meanwhile\"}");
        SetupCommand.run(direct, new PrintWriter(Writer.nullWriter()));

        await().atMost(PATIENCE).until(() -> nodes().size() == 2);
        assertThat(nodes()).doesNotContainAnyElementsOf(before);
        awaitHeard(there);
        awaitHeard(here);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.rows("room")).hasSize(2));
    }

    @Test
    void buryNobodyWhileTheTableIsUnavailable() throws Exception {
        world.join("ada", "room");
        WebSocketClient there = other.world().join("bob", "room");
        Set<String> before = nodes();

        cable.pullOut();
        long end = System.nanoTime() + Duration.ofSeconds(2 * LEASE_SECONDS).toNanos();
        await().atMost(PATIENCE).until(() -> System.nanoTime() - end > 0);
        cable.plugIn();

        Map<String, String> beats = beats();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(beats()).hasSize(2).allSatisfy((node, beat) -> assertThat(beat)
                        .isNotEqualTo(beats.get(node))));
        assertThat(nodes()).isEqualTo(before);
        awaitHeard(there);
    }

    /** Sends until the client hears what was sent last. */
    private void awaitHeard(WebSocketClient client) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            send("{\"room_id\":\"room\",\"data\":\"n-" + sent.incrementAndGet() + "\"}");
            return client.frames().stream().anyMatch(frame -> frame.startsWith("{\"data\":\"n-"));
        });
    }

    private void send(String body) {
        world.send(body);
    }

    private Set<String> nodes() {
        return beats().keySet();
    }

    /** Of all nodes, by their ids. */
    private Map<String, String> beats() {
        return dynamoDb.scanPaginator(scan -> scan.tableName(ROOMS)).items().stream()
                .filter(row -> row.get("part").s().equals("nodes"))
                .collect(Collectors.toMap(
                        row -> row.get("item").s(), row -> row.get("beat").n()));
    }
}
