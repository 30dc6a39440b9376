package dev.hermes.audience;

import dev.hermes.connection.ConnectionTable;
import dev.hermes.node.NodeAddress;
import dev.hermes.node.Nodes;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Who is in a room, as the index of connections has it: a moment late. */
public final class RoomUsers {

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final String index;
    private final Nodes nodes;

    public RoomUsers(DynamoDbClient dynamoDb, String table, String index, Nodes nodes) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.index = index;
        this.nodes = nodes;
    }

    /**
     * How many connections each user has in the room, on processes that live and at gateways. Blocks.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if the table does not answer
     */
    Map<String, Integer> of(String room) {
        Map<String, Integer> connections = new TreeMap<>();
        dynamoDb
                .queryPaginator(query -> query.tableName(table)
                        .indexName(index)
                        .keyConditionExpression("#room = :room")
                        .expressionAttributeNames(Map.of("#room", ConnectionTable.ROOM))
                        .expressionAttributeValues(Map.of(":room", AttributeValue.fromS(room))))
                .items()
                .stream()
                .filter(this::isHeld)
                .forEach(row -> connections.merge(ConnectionTable.user(row), 1, Integer::sum));
        return connections;
    }

    private boolean isHeld(Map<String, AttributeValue> row) {
        AttributeValue address = row.get(ConnectionTable.ENDPOINT);
        return address == null
                || address.s() == null
                || NodeAddress.parse(address.s())
                        .map(node -> nodes.lives(node.id()))
                        .orElse(true);
    }
}
