package dev.hermes.connection;

import dev.hermes.connection.Recipients.Gateway;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Knows which gateway holds which connection. */
public final class Gateways {

    private final String ownEndpoint;
    private final String apiGatewayEndpoint;
    private final Predicate<String> holds;
    private final Arrivals arrivals;

    /**
     * @param apiGatewayEndpoint of the API Gateway stage; empty where there is none
     * @param holds whether this node has the socket of a connection id
     */
    public Gateways(String ownEndpoint, String apiGatewayEndpoint, Predicate<String> holds, Arrivals arrivals) {
        this.arrivals = arrivals;
        this.ownEndpoint = ownEndpoint;
        this.apiGatewayEndpoint = apiGatewayEndpoint;
        this.holds = holds;
    }

    /** The connections of a room, those that have just arrived among them, sorted by the gateway that holds each. */
    public List<Recipients> sort(RoomLookUp lookUp) {
        Map<String, List<String>> byEndpoint = new LinkedHashMap<>();
        for (Map<String, AttributeValue> row : lookUp.connections()) {
            String id = row.get(ConnectionTable.ID).s();
            AttributeValue endpoint = row.get(ConnectionTable.ENDPOINT);
            add(byEndpoint, endpoint == null || endpoint.s() == null ? unnamed(id) : endpoint.s(), id);
        }
        addMissing(byEndpoint, arrivals.in(lookUp.roomId()));
        return byEndpoint.entrySet().stream()
                .map(held -> new Recipients(gateway(held.getKey()), held.getKey(), held.getValue()))
                // Own sockets first: nobody here waits for another gateway's answer.
                .sorted(Comparator.comparing(Recipients::gateway))
                .toList();
    }

    private static void add(Map<String, List<String>> byEndpoint, String endpoint, String id) {
        byEndpoint.computeIfAbsent(endpoint, any -> new ArrayList<>()).add(id);
    }

    private static void addMissing(Map<String, List<String>> byEndpoint, List<Connection> arrived) {
        if (arrived.isEmpty()) {
            return;
        }
        Set<String> found = new HashSet<>();
        byEndpoint.values().forEach(found::addAll);
        for (Connection connection : arrived) {
            if (!found.contains(connection.id())) {
                add(byEndpoint, connection.endpoint(), connection.id());
            }
        }
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
