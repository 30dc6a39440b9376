package dev.hermes.audience;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Connection;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.node.Lease;
import dev.hermes.node.NodeAddress;
import dev.hermes.node.Nodes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the rows of connections say of those that no living process but this one is known to hold. */
final class OtherConnections {

    private final Lease lease;
    private final Nodes nodes;
    private final LocalRooms local;
    private final DeadRows deadRows;
    private final Arrivals arrivals;
    private final IndexReadings readings;
    private final String apiGateway;
    private final Predicate<String> holds;

    OtherConnections(
            Lease lease,
            Nodes nodes,
            LocalRooms local,
            DeadRows deadRows,
            Arrivals arrivals,
            IndexReadings readings,
            String apiGateway,
            Predicate<String> holds) {
        this.lease = lease;
        this.nodes = nodes;
        this.local = local;
        this.deadRows = deadRows;
        this.arrivals = arrivals;
        this.readings = readings;
        this.apiGateway = apiGateway;
        this.holds = holds;
    }

    /**
     * The connections of a room that no living process but this one is known to hold: those of API Gateways and of nodes of
     * the version before this one, and those of this node that have no socket. Rows of dead processes are deleted on
     * the way.
     *
     * @return each with its user, by holder
     */
    List<Found> find(MemberLookUp lookUp) {
        String room = lookUp.roomId();
        Map<String, Map<String, String>> byAddress = new LinkedHashMap<>();
        Map<String, List<String>> dead = new HashMap<>();
        List<String> own = new ArrayList<>();
        Map<String, String> ownUsers = new HashMap<>();
        for (Map<String, AttributeValue> row : lookUp.rows()) {
            String id = row.get(ConnectionTable.ID).s();
            String user = ConnectionTable.user(row);
            String address = address(row, id);
            NodeAddress node = NodeAddress.parse(address).orElse(null);
            if (address.equals(lease.endpoint()) || node != null && node.id().equals(lease.id())) {
                own.add(id);
                ownUsers.put(id, user);
            } else if (node == null) {
                byAddress.computeIfAbsent(address, any -> new LinkedHashMap<>()).put(id, user);
            } else if (!nodes.lives(node.id())) {
                dead.computeIfAbsent(address, any -> new ArrayList<>()).add(id);
            }
        }
        dead.forEach(deadRows::delete);
        readings.read(room, lookUp.pages(), !byAddress.isEmpty());
        List<Found> found = new ArrayList<>();
        Map<String, String> unheld = new LinkedHashMap<>();
        local.reconcile(room, own, lookUp.begunAt()).forEach(id -> unheld.put(id, ownUsers.get(id)));
        if (!unheld.isEmpty()) {
            found.add(new Found(Gateway.OWN, lease.endpoint(), unheld));
        }
        for (Connection arrived : arrivals.in(room)) {
            byAddress
                    .computeIfAbsent(arrived.endpoint(), any -> new LinkedHashMap<>())
                    .putIfAbsent(arrived.id(), arrived.userId());
        }
        byAddress.forEach((address, users) -> found.add(new Found(gateway(room, address), address, users)));
        return found;
    }

    /** A row without an endpoint was written by the system before Hermes, which knew API Gateway alone. */
    private String address(Map<String, AttributeValue> row, String connectionId) {
        AttributeValue endpoint = row.get(ConnectionTable.ENDPOINT);
        if (endpoint != null && endpoint.s() != null) {
            return endpoint.s();
        }
        return apiGateway.isEmpty() || holds.test(connectionId) ? lease.endpoint() : apiGateway;
    }

    private Gateway gateway(String room, String address) {
        return address.equals(apiGateway) || readings.isGateway(room, address) ? Gateway.API_GATEWAY : Gateway.OLD_NODE;
    }
}
