package dev.hermes.connection;

import dev.hermes.connection.Recipients.Gateway;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Knows which gateway holds which connection. */
public final class Gateways {

    private final String ownEndpoint;
    private final String apiGatewayEndpoint;
    private final Predicate<String> holds;

    /**
     * @param apiGatewayEndpoint of the API Gateway stage; empty where there is none
     * @param holds whether this node has the socket of a connection id
     */
    public Gateways(String ownEndpoint, String apiGatewayEndpoint, Predicate<String> holds) {
        this.ownEndpoint = ownEndpoint;
        this.apiGatewayEndpoint = apiGatewayEndpoint;
        this.holds = holds;
    }

    /** The rows of a room, sorted by the gateway that holds each. */
    public List<Recipients> sort(List<Map<String, AttributeValue>> rows) {
        Map<String, List<String>> byEndpoint = new LinkedHashMap<>();
        for (Map<String, AttributeValue> row : rows) {
            String id = row.get(ConnectionTable.ID).s();
            AttributeValue endpoint = row.get(ConnectionTable.ENDPOINT);
            byEndpoint
                    .computeIfAbsent(endpoint == null ? unnamed(id) : endpoint.s(), any -> new ArrayList<>())
                    .add(id);
        }
        return byEndpoint.entrySet().stream()
                .map(held -> new Recipients(gateway(held.getKey()), held.getKey(), held.getValue()))
                .toList();
    }

    /** The one connection whose client has just sent something. */
    public Recipients holding(Connection connection) {
        return new Recipients(gateway(connection.endpoint()), connection.endpoint(), List.of(connection.id()));
    }

    /** A row without an endpoint was written by the system before Hermes, which knew API Gateway alone. */
    private String unnamed(String connectionId) {
        return apiGatewayEndpoint.isEmpty() || holds.test(connectionId) ? ownEndpoint : apiGatewayEndpoint;
    }

    private Gateway gateway(String endpoint) {
        if (endpoint.equals(ownEndpoint)) {
            return Gateway.OWN;
        }
        return endpoint.equals(apiGatewayEndpoint) ? Gateway.API_GATEWAY : Gateway.NODE;
    }
}
