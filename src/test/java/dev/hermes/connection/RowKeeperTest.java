package dev.hermes.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.HeldRequests;
import dev.hermes.table.RowWriter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

class RowKeeperTest {

    private static final int SOCKETS = 50_000;
    private static final long HALF_A_DAY = TimeUnit.HOURS.toSeconds(12);
    private static final long KEPT_WITHIN = TimeUnit.HOURS.toSeconds(8);
    private static final int STEPS_PER_SECOND = 20;
    private static final int MOST_WRITES_PER_SECOND = 10;

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final CountingTable dynamoDb = new CountingTable();
    private final ConnectionTable table = new ConnectionTable("http://here", () -> "here/@nodes/n", Clock.systemUTC());
    private final ConnectionRows rows =
            new ConnectionRows(new RowWriter(dynamoDb, "hermesConnections", HeldRequests.atOnce()), table);
    private final List<Connection> open = IntStream.range(0, SOCKETS)
            .mapToObj(i -> new Connection("c-" + i, "room-" + i, "user", "http://here"))
            .toList();
    private int roomsKept;
    private List<Connection> held = open;

    RowKeeperTest() {
        time.freezeTime();
        new RowKeeper(
                        dynamoDb,
                        "hermesConnections",
                        table,
                        rows,
                        () -> held,
                        id -> true,
                        () -> IntStream.range(0, SOCKETS)
                                .<Runnable>mapToObj(i -> () -> roomsKept++)
                                .toList(),
                        time.eventLoop())
                .open();
    }

    @AfterEach
    void close() {
        time.finishAndReleaseAll();
    }

    @Test
    void putsOffEveryExpiryTwiceADayAtTenWritesASecondAtMost() {
        List<Integer> writes = new ArrayList<>();
        pass(HALF_A_DAY - 1, writes);
        assertThat(writes).containsOnly(0);
        writes.clear();

        pass(KEPT_WITHIN, writes);

        assertThat(dynamoDb.updates).isEqualTo(SOCKETS);
        assertThat(roomsKept).isEqualTo(SOCKETS);
        assertThat(writes).allMatch(count -> count <= MOST_WRITES_PER_SECOND);
        pass(HALF_A_DAY, writes);
        assertThat(dynamoDb.updates).as("and again").isGreaterThan(SOCKETS);
    }

    @Test
    void writesRowsAgainInTheMiddleOfThat() {
        held = open.subList(0, 100);
        RowKeeper keeper = new RowKeeper(
                dynamoDb, "hermesConnections", table, rows, () -> held, id -> true, List::of, time.eventLoop());
        keeper.open();
        pass(HALF_A_DAY + 2, new ArrayList<>());
        assertThat(dynamoDb.updates).isBetween(1, 99);
        Collection<Connection> written = new ArrayList<>();

        keeper.writeAgain(written::addAll);
        time.runPendingTasks();

        assertThat(dynamoDb.puts).isEqualTo(100);
        assertThat(written).hasSize(100);
    }

    /** @param writes gets, for each second, how many writes it saw */
    private void pass(long seconds, List<Integer> writes) {
        for (long second = 0; second < seconds; second++) {
            int before = dynamoDb.updates + roomsKept;
            for (int step = 0; step < STEPS_PER_SECOND; step++) {
                time.advanceTimeBy(1000 / STEPS_PER_SECOND, TimeUnit.MILLISECONDS);
                time.runScheduledPendingTasks();
            }
            writes.add(dynamoDb.updates + roomsKept - before);
        }
    }

    private static final class CountingTable implements DynamoDbClient {

        private int updates;
        private int puts;

        @Override
        public UpdateItemResponse updateItem(UpdateItemRequest request) {
            updates++;
            return UpdateItemResponse.builder().build();
        }

        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            puts++;
            return PutItemResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
