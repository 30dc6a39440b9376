package dev.hermes.connection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Knows which gateway holds which connection. */
public final class Gateways {

    private final String ownEndpoint;

    public Gateways(String ownEndpoint) {
        this.ownEndpoint = ownEndpoint;
    }

    /** The rows of a room, sorted by the gateway that holds each. A row that names none was written for this one. */
    public List<Recipients> sort(List<Map<String, AttributeValue>> rows) {
        Map<String, List<String>> byEndpoint = new LinkedHashMap<>();
        for (Map<String, AttributeValue> row : rows) {
            AttributeValue endpoint = row.get(ConnectionTable.ENDPOINT);
            byEndpoint
                    .computeIfAbsent(endpoint == null ? ownEndpoint : endpoint.s(), any -> new ArrayList<>())
                    .add(row.get(ConnectionTable.ID).s());
        }
        return byEndpoint.entrySet().stream()
                .map(gateway -> new Recipients(gateway.getKey(), gateway.getValue()))
                .toList();
    }

    /** The one connection whose client has just sent something. */
    public Recipients holding(Connection connection) {
        return new Recipients(ownEndpoint, List.of(connection.id()));
    }
}
