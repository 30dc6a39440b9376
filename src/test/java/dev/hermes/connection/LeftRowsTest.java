package dev.hermes.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.HeldRequests;
import dev.hermes.table.RowWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;

class LeftRowsTest {

    private static final SdkClientException AWAY = SdkClientException.create("the table is away");

    private final HeldRequests requests = new HeldRequests();
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final ConnectionRows rows = new ConnectionRows(
            new RowWriter(dynamoDb, "hermesConnections", requests.threads()),
            new ConnectionTable("http://node/dev", () -> "http://node/dev/@nodes/n-1", Clock.systemUTC()));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final LeftRows left = new LeftRows(rows, (after, task) -> later.add(task), meters);

    @Test
    void asksForOneUntilTheTableServesAndThenForAll() {
        leave(3);
        for (int outage = 0; outage < 100; outage++) {
            dynamoDb.fail(AWAY);
            pass();
        }
        assertThat(dynamoDb.requests()).hasSize(100).allMatch(DeleteItemRequest.class::isInstance);
        assertThat(count()).isEqualTo(3);

        pass();

        assertThat(count()).isZero();
        assertThat(dynamoDb.requests()).hasSize(102);
        assertThat(dynamoDb.requests(BatchWriteItemRequest.class)).hasSize(1);
        assertThat(later).isEmpty();
    }

    @Test
    void neverFillsTheLineOfTheTable() {
        leave(3 * HeldRequests.MOST_WAITING);

        pass();

        assertThat(count()).isZero();
        assertThat(later).isEmpty();
    }

    @Test
    void goesOnWithThoseThatComeLater() {
        leave(1);
        pass();
        leave(1);

        pass();

        assertThat(dynamoDb.requests()).hasSize(2);
        assertThat(count()).isZero();
    }

    @Test
    void isSilentWhenTheProcessHasEnded() {
        LeftRows ended = new LeftRows(
                rows,
                (after, task) -> {
                    throw new RejectedExecutionException("ended");
                },
                meters);

        ended.process(exchange("c-1"));

        assertThat(dynamoDb.requests()).isEmpty();
    }

    private void leave(int count) {
        IntStream.range(0, count).mapToObj(n -> exchange("c-" + n)).forEach(left::process);
    }

    private static Exchange exchange(String body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(body);
        return exchange;
    }

    /** A pause is over, and what is asked then is answered. */
    private void pass() {
        later.remove().run();
        requests.letGo();
    }

    private double count() {
        return meters.get("hermes.connections.left").gauge().value();
    }
}
