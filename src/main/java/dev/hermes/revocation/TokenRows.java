package dev.hermes.revocation;

import dev.hermes.access.TokenTable;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which rooms a user may enter, read consistently. Every method blocks, and fails with the
 * {@link software.amazon.awssdk.core.exception.SdkException} of the table.
 */
final class TokenRows {

    private final DynamoDbClient dynamoDb;
    private final String table;

    TokenRows(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    Set<String> roomsOf(String userId) {
        return dynamoDb
                .queryPaginator(query -> query.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#user = :user")
                        .projectionExpression("#room")
                        .expressionAttributeNames(Map.of("#user", TokenTable.USER, "#room", TokenTable.ROOM))
                        .expressionAttributeValues(Map.of(":user", AttributeValue.fromS(userId))))
                .items()
                .stream()
                .map(row -> row.get(TokenTable.ROOM).s())
                .collect(Collectors.toSet());
    }

    void delete(String userId, String roomId) {
        dynamoDb.deleteItem(delete -> delete.tableName(table)
                .key(Map.of(
                        TokenTable.USER, AttributeValue.fromS(userId),
                        TokenTable.ROOM, AttributeValue.fromS(roomId))));
    }
}
