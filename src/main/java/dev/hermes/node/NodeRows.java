package dev.hermes.node;

import dev.hermes.table.RoomsTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The rows of running processes. Reads are consistent.
 *
 * <p>Every method fails with the {@link software.amazon.awssdk.core.exception.SdkException} of the table.
 */
public final class NodeRows {

    private static final Duration KEPT = Duration.ofDays(1);

    private final DynamoDbClient dynamoDb;
    private final RoomsTable rooms;
    private final Clock clock;

    /** @param clock for DynamoDB's TTL alone */
    public NodeRows(DynamoDbClient dynamoDb, RoomsTable rooms, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.rooms = rooms;
        this.clock = clock;
    }

    void put(Node node) {
        dynamoDb.putItem(put -> put.tableName(rooms.name())
                .item(Map.of(
                        RoomsTable.PART, AttributeValue.fromS(rooms.nodes()),
                        RoomsTable.ITEM, AttributeValue.fromS(node.id()),
                        RoomsTable.ENDPOINT, AttributeValue.fromS(node.endpoint()),
                        RoomsTable.LEASE_SECONDS, AttributeValue.fromN(Integer.toString(node.leaseSeconds())),
                        RoomsTable.BEAT, AttributeValue.fromN(Long.toString(node.beat())),
                        RoomsTable.EXPIRES_AT, expiry())));
    }

    /** @return false if there is no row: another process took this one for dead, or the table was made anew */
    boolean renew(String id) {
        try {
            dynamoDb.updateItem(update -> update.tableName(rooms.name())
                    .key(key(id))
                    .conditionExpression("attribute_exists(#item)")
                    .updateExpression("ADD #beat :one SET #expires = :expiry")
                    .expressionAttributeNames(Map.of(
                            "#item", RoomsTable.ITEM, "#beat", RoomsTable.BEAT, "#expires", RoomsTable.EXPIRES_AT))
                    .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"), ":expiry", expiry())));
            return true;
        } catch (ConditionalCheckFailedException noRow) {
            return false;
        }
    }

    /**
     * What stands in the partition of nodes.
     *
     * @param notices rows that tell all nodes something, under items that begin with {@link RoomsTable#NOTICE}
     */
    record Roll(List<Node> nodes, List<Map<String, AttributeValue>> notices) {}

    Roll roll() {
        Map<Boolean, List<Map<String, AttributeValue>>> rows = dynamoDb
                .queryPaginator(query -> query.tableName(rooms.name())
                        .consistentRead(true)
                        .keyConditionExpression("#part = :nodes")
                        .expressionAttributeNames(Map.of("#part", RoomsTable.PART))
                        .expressionAttributeValues(Map.of(":nodes", AttributeValue.fromS(rooms.nodes()))))
                .items()
                .stream()
                .collect(Collectors.partitioningBy(
                        row -> row.get(RoomsTable.ITEM).s().startsWith(RoomsTable.NOTICE)));
        return new Roll(rows.get(false).stream().map(NodeRows::read).toList(), rows.get(true));
    }

    /** The processes that have a row now, whether they live or not. */
    public List<NodeAddress> addresses() {
        return roll().nodes().stream()
                .map(node -> new NodeAddress(node.endpoint(), node.id()))
                .toList();
    }

    Optional<Node> find(String id) {
        Map<String, AttributeValue> row = dynamoDb.getItem(
                        get -> get.tableName(rooms.name()).key(key(id)).consistentRead(true))
                .item();
        return row == null || row.isEmpty() ? Optional.empty() : Optional.of(read(row));
    }

    void delete(String id) {
        dynamoDb.deleteItem(delete -> delete.tableName(rooms.name()).key(key(id)));
    }

    /**
     * Deletes the row of a process that is taken for dead.
     *
     * @return false if it has renewed its lease since the node was read
     */
    boolean bury(Node node) {
        try {
            dynamoDb.deleteItem(delete -> delete.tableName(rooms.name())
                    .key(key(node.id()))
                    .conditionExpression("attribute_not_exists(#item) OR #beat = :seen")
                    .expressionAttributeNames(Map.of("#item", RoomsTable.ITEM, "#beat", RoomsTable.BEAT))
                    .expressionAttributeValues(Map.of(":seen", AttributeValue.fromN(Long.toString(node.beat())))));
            return true;
        } catch (ConditionalCheckFailedException alive) {
            return false;
        }
    }

    private Map<String, AttributeValue> key(String id) {
        return RoomsTable.key(rooms.nodes(), id);
    }

    private AttributeValue expiry() {
        return AttributeValue.fromN(Long.toString(clock.instant().plus(KEPT).getEpochSecond()));
    }

    private static Node read(Map<String, AttributeValue> row) {
        return new Node(
                row.get(RoomsTable.ITEM).s(),
                row.get(RoomsTable.ENDPOINT).s(),
                Integer.parseInt(row.get(RoomsTable.LEASE_SECONDS).n()),
                Long.parseLong(row.get(RoomsTable.BEAT).n()));
    }
}
