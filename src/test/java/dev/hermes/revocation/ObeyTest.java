package dev.hermes.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.websocket.socket.LiveConnections;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

class ObeyTest {

    private final HangingTable table = new HangingTable();
    private final Obey obey =
            new Obey(table, "hermesTokens", new LiveConnections(Clock.systemUTC(), new SimpleMeterRegistry()));

    @Test
    @Timeout(10)
    void keepsNobodyWaitingWhoReadsNoticesAndObeysEachOnce() {
        for (int reading = 0; reading < 100; reading++) {
            obey.all(List.of(notice("n-1", "ada"), notice("n-2", "bob")));
        }
        await().untilAsserted(() -> assertThat(table.asked).hasValue(1));
        table.back.countDown();

        await().untilAsserted(() -> assertThat(table.asked).hasValue(2));
        await().during(200, TimeUnit.MILLISECONDS).untilAsserted(() -> {
            obey.all(List.of(notice("n-1", "ada"), notice("n-2", "bob")));
            assertThat(table.asked).hasValue(2);
        });
    }

    private static Map<String, AttributeValue> notice(String id, String user) {
        return Map.of("item", AttributeValue.fromS("notice/" + id), "user_id", AttributeValue.fromS(user));
    }

    /** Answers no query until it is back. */
    private static final class HangingTable implements DynamoDbClient {

        private final CountDownLatch back = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public QueryResponse query(QueryRequest request) {
            asked.incrementAndGet();
            try {
                back.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return QueryResponse.builder().items(List.of()).build();
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
