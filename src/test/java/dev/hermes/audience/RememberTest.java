package dev.hermes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Connection;
import dev.hermes.connection.ConnectionRows;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.HeldRequests;
import dev.hermes.history.NoHistory;
import dev.hermes.node.LeaseMover;
import dev.hermes.table.RoomsTable;
import dev.hermes.table.RowWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

class RememberTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final String API_GATEWAY = "https://api.execute-api.eu-west-1.amazonaws.com/dev";

    private final CamelContext camel = new DefaultCamelContext();
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final HeldRequests requests = new HeldRequests();
    private final HeldRequests roomRequests = new HeldRequests();
    private final LeaseMover mover = new LeaseMover(HERE);
    private final ConnectionTable table =
            new ConnectionTable(HERE, () -> mover.lease().address().text(), Clock.systemUTC());
    private final StayRows stays = new StayRows(
            new RowWriter(dynamoDb, "hermesRooms", roomRequests.threads()),
            new RoomsTable("hermesRooms", ""),
            mover.lease(),
            Clock.systemUTC());
    private final LocalRooms local = new LocalRooms(stays, new HandClock(), System::nanoTime);
    private final Remember remember = new Remember(
            new ConnectionRows(new RowWriter(dynamoDb, "hermesConnections", requests.threads()), table),
            local,
            new GatewayRooms(stays),
            mover.lease(),
            new NoHistory().tails(),
            new NoHistory().gatewayNumbers());

    @Test
    void goesOnWhenTheRowOfTheConnectionAndThatOfTheRoomStand() {
        CompletableFuture<Exchange> done = remember(HERE);
        assertThat(done).isNotDone();

        requests.letGo();
        assertThat(done).isNotDone();
        roomRequests.letGo();

        assertThat(done.join().getException()).isNull();
        assertThat(items("hermesConnections"))
                .containsExactly(mover.lease().address().text());
        assertThat(items("hermesRooms")).containsExactly(HERE);
    }

    @Test
    void writesTheRowsOfAConnectionAtApiGateway() {
        CompletableFuture<Exchange> done = remember(API_GATEWAY);

        requests.letGo();
        roomRequests.letGo();

        assertThat(done.join().getException()).isNull();
        assertThat(items("hermesConnections")).containsExactly(API_GATEWAY);
        assertThat(items("hermesRooms")).containsExactly(API_GATEWAY);
        assertThat(local.count()).isZero();
    }

    @Test
    void writesTheRowsAgainWhereThisProcessHasAnotherIdMeanwhile() {
        CompletableFuture<Exchange> done = remember(HERE);
        String before = mover.lease().id();

        requests.letGo();
        mover.move();
        roomRequests.letGo();
        requests.letGo();
        roomRequests.letGo();

        assertThat(done.join().getException()).isNull();
        assertThat(stayIds()).containsExactly(before, mover.lease().id());
    }

    @Test
    void writesTheConnectionAgainWhereItsRowNamesTheOldId() {
        CompletableFuture<Exchange> done = remember(HERE);
        String before = mover.lease().address().text();

        mover.move();
        requests.letGo();
        roomRequests.letGo();

        assertThat(done.join().getException()).isNull();
        assertThat(items("hermesConnections"))
                .containsExactly(before, mover.lease().address().text());
    }

    @Test
    void failsWhereTheTableDoesNotTakeTheRow() {
        CompletableFuture<Exchange> done = remember(HERE);

        dynamoDb.fail(SdkClientException.create("the table is away"));
        requests.letGo();
        roomRequests.letGo();

        assertThat(done.join().getException()).hasMessage("the table is away");
    }

    private CompletableFuture<Exchange> remember(String endpoint) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setVariable("connection", new Connection("c-1", "lobby", "ada", endpoint));
        return remember.processAsync(exchange);
    }

    private List<String> items(String table) {
        return puts(table).map(put -> put.item().get("endpoint").s()).toList();
    }

    private List<String> stayIds() {
        return puts("hermesRooms")
                .map(put -> put.item().get("item").s().split("/")[1])
                .toList();
    }

    private Stream<PutItemRequest> puts(String table) {
        return dynamoDb.requests(PutItemRequest.class).stream()
                .filter(put -> put.tableName().equals(table));
    }
}
