package dev.hermes.connection;

import dev.hermes.connection.Recipients.Gateway;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Knows which gateway holds which connection. Safe for use by many threads. */
public final class Gateways {

    private final String ownEndpoint;
    private final String apiGatewayEndpoint;
    private final Predicate<String> holds;
    private final LocalMembers local;
    private final Arrivals arrivals;

    /**
     * @param apiGatewayEndpoint of the API Gateway stage; empty where there is none
     * @param holds whether this node has the socket of a connection id
     */
    public Gateways(String ownEndpoint, String apiGatewayEndpoint, Predicate<String> holds, Clock clock) {
        this.local = new LocalMembers(clock);
        this.arrivals = new Arrivals(clock);
        this.ownEndpoint = ownEndpoint;
        this.apiGatewayEndpoint = apiGatewayEndpoint;
        this.holds = holds;
    }

    /** A client was let in, and its row has been written. */
    public void arrived(Connection connection) {
        if (connection.endpoint().equals(ownEndpoint)) {
            local.add(connection);
        } else {
            arrivals.add(connection);
        }
    }

    /** A connection has ended. */
    public void left(Connection connection) {
        local.remove(connection);
    }

    /** The connections of a room that this node knows of without a look-up: at most one of the list, its own. */
    public List<Recipients> here(String roomId) {
        List<String> ids = local.in(roomId);
        return ids.isEmpty() ? List.of() : List.of(new Recipients(Gateway.OWN, ownEndpoint, ids));
    }

    /**
     * The connections of a room that are not {@link #here}, sorted by the gateway that holds each: those that were looked
     * up, and those that other gateways have just let in through this node.
     */
    public List<Recipients> elsewhere(RoomLookUp lookUp) {
        Map<String, List<String>> byEndpoint = new LinkedHashMap<>();
        for (Map<String, AttributeValue> row : lookUp.connections()) {
            String id = row.get(ConnectionTable.ID).s();
            AttributeValue endpoint = row.get(ConnectionTable.ENDPOINT);
            add(byEndpoint, endpoint == null || endpoint.s() == null ? unnamed(id) : endpoint.s(), id);
        }
        List<String> own = byEndpoint.remove(ownEndpoint);
        local.reconcile(lookUp.roomId(), own == null ? List.of() : own).forEach(id -> add(byEndpoint, ownEndpoint, id));
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
