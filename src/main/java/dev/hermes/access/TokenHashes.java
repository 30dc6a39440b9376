package dev.hermes.access;

import dev.hermes.table.RequestBatcher;
import dev.hermes.table.RowReader;
import dev.hermes.table.TableThreads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Reads the BCrypt hash of a pair from its row: consistently, so that a deleted row refuses the very next connect. */
public final class TokenHashes {

    private final RowReader rows;

    public TokenHashes(DynamoDbClient dynamoDb, String table, TableThreads threads) {
        this.rows = new RowReader(dynamoDb, table, threads);
    }

    /**
     * The hash that the pair's row holds now, if there is such a row. Fails as {@link RequestBatcher#ask} does.
     */
    CompletableFuture<Optional<String>> of(String user, String room) {
        return rows.get(TokenTable.key(user, room)).thenApply(TokenTable::hash);
    }
}
