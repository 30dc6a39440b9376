package dev.hermes.revocation;

import static java.util.stream.Collectors.toMap;

import dev.hermes.connection.ConnectionTable;
import dev.hermes.node.NodeAddress;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A user's connections at API Gateways. Blocks. */
final class GatewaySockets {

    private static final Logger LOG = LoggerFactory.getLogger(GatewaySockets.class);

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final String index;
    private final String configured;
    private final Function<String, ApiGatewayManagementApiClient> clients;

    /**
     * @param configured the address of the API Gateway that rows without an address are of; empty: there is none
     * @param clients makes a client for an address, which is closed after use
     */
    GatewaySockets(
            DynamoDbClient dynamoDb,
            String table,
            String index,
            String configured,
            Function<String, ApiGatewayManagementApiClient> clients) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.index = index;
        this.configured = configured;
        this.clients = clients;
    }

    /** The addresses of the gateways by connection. @throws SdkException if the table does not answer */
    Map<String, String> find(String userId, String roomId) {
        return dynamoDb
                .queryPaginator(query -> query.tableName(table)
                        .indexName(index)
                        .keyConditionExpression("#room = :room")
                        .expressionAttributeNames(Map.of("#room", ConnectionTable.ROOM))
                        .expressionAttributeValues(Map.of(":room", AttributeValue.fromS(roomId))))
                .items()
                .stream()
                .filter(row -> ConnectionTable.user(row).equals(userId))
                .filter(this::isAtGateway)
                .collect(toMap(row -> row.get(ConnectionTable.ID).s(), this::address));
    }

    private boolean isAtGateway(Map<String, AttributeValue> row) {
        return !address(row).isEmpty() && NodeAddress.parse(address(row)).isEmpty();
    }

    private String address(Map<String, AttributeValue> row) {
        AttributeValue address = row.get(ConnectionTable.ENDPOINT);
        return address == null || address.s() == null ? configured : address.s();
    }

    /** Whether the connection has ended. */
    boolean delete(String address, String connectionId) {
        try (ApiGatewayManagementApiClient client = clients.apply(address)) {
            client.deleteConnection(delete -> delete.connectionId(connectionId));
        } catch (GoneException gone) {
            LOG.debug("Connection {} was gone", connectionId);
        } catch (SdkException e) {
            LOG.warn("Connection {} at {} was not closed: {}", connectionId, address, e.getMessage());
            return false;
        }
        return true;
    }
}
