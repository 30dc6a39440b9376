package dev.hermes.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.FakeDynamoDb;
import dev.hermes.dev.HeldRequests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

class TokenHashesTest {

    private static final String TABLE = "hermesTokens";

    private final HeldRequests requests = new HeldRequests();
    private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
    private final TokenHashes hashes = new TokenHashes(dynamoDb, TABLE, requests.threads());

    @Test
    void readTogetherAndConsistentlyForAllWhoComeAtTheSameTime() {
        dynamoDb.answerBatchGet(BatchGetItemResponse.builder()
                // In any order, as DynamoDB gives them.
                .responses(Map.of(TABLE, List.of(row("bob", "hash of bob"), row("ada", "hash of ada"))))
                .build());

        CompletableFuture<Optional<String>> ada = hashes.of("ada", "lobby");
        CompletableFuture<Optional<String>> bob = hashes.of("bob", "lobby");
        CompletableFuture<Optional<String>> eve = hashes.of("eve", "lobby");
        requests.letGo();

        assertThat(ada).isCompletedWithValue(Optional.of("hash of ada"));
        assertThat(bob).isCompletedWithValue(Optional.of("hash of bob"));
        assertThat(eve).isCompletedWithValue(Optional.empty());
        assertThat(dynamoDb.requests(BatchGetItemRequest.class))
                .extracting(get -> get.requestItems().get(TABLE))
                .containsExactly(KeysAndAttributes.builder()
                        .keys(List.of(key("ada"), key("bob"), key("eve")))
                        .consistentRead(true)
                        .build());
    }

    @Test
    void nameARowOnceForAUserWhoComesTwice() {
        dynamoDb.answerBatchGet(BatchGetItemResponse.builder()
                .responses(Map.of(TABLE, List.of(row("ada", "hash of ada"))))
                .build());

        CompletableFuture<Optional<String>> first = hashes.of("ada", "lobby");
        CompletableFuture<Optional<String>> second = hashes.of("ada", "lobby");
        requests.letGo();

        assertThat(first).isCompletedWithValue(Optional.of("hash of ada"));
        assertThat(second).isCompletedWithValue(Optional.of("hash of ada"));
        assertThat(dynamoDb.requests(BatchGetItemRequest.class))
                .extracting(get -> get.requestItems().get(TABLE).keys())
                .containsExactly(List.of(key("ada")));
    }

    @Test
    void readAgainWhatABatchLeftUndone() {
        dynamoDb.answerGetItem(row("bob", "hash of bob"));
        dynamoDb.answerBatchGet(BatchGetItemResponse.builder()
                .responses(Map.of(TABLE, List.of(row("ada", "hash of ada"))))
                .unprocessedKeys(Map.of(
                        TABLE,
                        KeysAndAttributes.builder().keys(List.of(key("bob"))).build()))
                .build());

        CompletableFuture<Optional<String>> ada = hashes.of("ada", "lobby");
        CompletableFuture<Optional<String>> bob = hashes.of("bob", "lobby");
        requests.letGo();
        requests.endPauses();

        assertThat(ada).isCompletedWithValue(Optional.of("hash of ada"));
        assertThat(bob).isCompletedWithValue(Optional.of("hash of bob"));
        assertThat(dynamoDb.requests(GetItemRequest.class))
                .extracting(GetItemRequest::key)
                .containsExactly(key("bob"));
    }

    private static Map<String, AttributeValue> key(String user) {
        return Map.of("user_id", AttributeValue.fromS(user), "room_id", AttributeValue.fromS("lobby"));
    }

    private static Map<String, AttributeValue> row(String user, String hash) {
        return Map.of(
                "user_id", AttributeValue.fromS(user),
                "room_id", AttributeValue.fromS("lobby"),
                "token", AttributeValue.fromS(hash));
    }
}
