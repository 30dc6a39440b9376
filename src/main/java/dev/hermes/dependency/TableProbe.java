package dev.hermes.dependency;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Asks a table by requests about a row that nobody has. Writes are conditional on that row, so none is ever made; they
 * need the permissions of real ones and are made only where those fail.
 */
public final class TableProbe implements Probe {

    private static final AttributeValue NOBODY = AttributeValue.fromS("hermes-probe");

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final Map<String, AttributeValue> key;
    private final String routine;
    private final QueryRequest query;

    private TableProbe(
            DynamoDbClient dynamoDb, String table, List<String> keyNames, String routine, QueryRequest query) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.key = new HashMap<>();
        keyNames.forEach(name -> key.put(name, NOBODY));
        this.routine = routine;
        this.query = query;
    }

    /** @param keyNames the attributes of the primary key, all of them text, the partition key first */
    public static TableProbe ofTable(DynamoDbClient dynamoDb, String table, List<String> keyNames) {
        return new TableProbe(dynamoDb, table, keyNames, "GetItem", query(table, null, keyNames.get(0)));
    }

    /** As {@link #ofTable}, but asks the index, and so the table with it. */
    public static TableProbe ofIndex(
            DynamoDbClient dynamoDb, String table, List<String> keyNames, String index, String indexKey) {
        return new TableProbe(dynamoDb, table, keyNames, "Query", query(table, index, indexKey));
    }

    private static QueryRequest query(String table, String index, String partitionKey) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName(index)
                .keyConditionExpression("#k = :nobody")
                .expressionAttributeNames(Map.of("#k", partitionKey))
                .expressionAttributeValues(Map.of(":nobody", NOBODY))
                .build();
    }

    @Override
    public String resource() {
        return table;
    }

    @Override
    public List<String> routine() {
        return List.of(routine);
    }

    @Override
    public boolean ask(String operation) {
        try {
            return request(operation);
        } catch (RuntimeException e) {
            if (FailureKind.of(e) == FailureKind.REFUSED) {
                // The condition did not hold: the table has answered, and has done nothing.
                return true;
            }
            throw e;
        }
    }

    private boolean request(String operation) {
        String thereIs = "attribute_exists(#k)";
        Map<String, String> names = Map.of("#k", key.keySet().iterator().next());
        switch (operation) {
            case "Query" -> dynamoDb.query(query);
            case "GetItem" -> dynamoDb.getItem(get -> get.tableName(table).key(key));
            case "PutItem" ->
                dynamoDb.putItem(put -> put.tableName(table)
                        .item(key)
                        .conditionExpression(thereIs)
                        .expressionAttributeNames(names));
            case "UpdateItem" ->
                dynamoDb.updateItem(update -> update.tableName(table)
                        .key(key)
                        .conditionExpression(thereIs)
                        .expressionAttributeNames(names));
            case "DeleteItem" ->
                dynamoDb.deleteItem(delete -> delete.tableName(table).key(key));
            case "BatchGetItem" ->
                dynamoDb.batchGetItem(get -> get.requestItems(Map.of(
                        table, KeysAndAttributes.builder().keys(List.of(key)).build())));
            case "BatchWriteItem" ->
                dynamoDb.batchWriteItem(write -> write.requestItems(Map.of(
                        table,
                        List.of(WriteRequest.builder()
                                .deleteRequest(delete -> delete.key(key))
                                .build()))));
            default -> {
                return false;
            }
        }
        return true;
    }
}
