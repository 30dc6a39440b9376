package dev.hermes.audience;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Connection;
import dev.hermes.connection.ConnectionTable;
import dev.hermes.node.Lease;
import dev.hermes.node.NodeAddress;
import dev.hermes.node.Nodes;
import dev.hermes.notification.Notification;
import dev.hermes.table.RoomsTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Who is in a room, and who holds the connections. Safe for use by many threads. */
public final class Audience {

    private final Lease lease;
    private final Nodes nodes;
    private final LocalRooms local;
    private final StayRows stays;
    private final DeadRows deadRows;
    private final String apiGateway;
    private final Predicate<String> holds;
    private final Clock clock;
    private final Arrivals arrivals;
    private final IndexReadings readings;

    /**
     * @param apiGateway the address of the API Gateway stage; empty where there is none
     * @param holds whether this node has the socket of a connection id
     * @param clock for when the row of an API Gateway ends
     * @param nanos a clock that never goes back, in nanoseconds
     */
    public Audience(
            Lease lease,
            Nodes nodes,
            LocalRooms local,
            StayRows stays,
            DeadRows deadRows,
            String apiGateway,
            Predicate<String> holds,
            Clock clock,
            LongSupplier nanos) {
        this.lease = lease;
        this.nodes = nodes;
        this.local = local;
        this.stays = stays;
        this.deadRows = deadRows;
        this.apiGateway = apiGateway;
        this.holds = holds;
        this.clock = clock;
        this.arrivals = new Arrivals(clock);
        this.readings = new IndexReadings(!apiGateway.isEmpty(), nanos);
    }

    /** A client was let in, and its row has been written. */
    public void arrived(Connection connection) {
        if (isOwn(connection)) {
            local.arrived(connection);
        } else {
            arrivals.add(connection);
        }
    }

    /** A connection has ended. */
    public void left(Connection connection) {
        local.left(connection);
    }

    /** Whether an API Gateway has told of the connection only just now: it may not stand yet. */
    public boolean hasJustArrived(String connectionId) {
        return arrivals.contains(connectionId);
    }

    private boolean isOwn(Connection connection) {
        return connection.endpoint().equals(lease.endpoint());
    }

    /** Those on this node whom a notification is for; null if there are none. */
    public Recipients here(Notification notification) {
        List<String> ids = local.in(notification.roomId(), notification.aim());
        return ids.isEmpty() ? null : own(ids);
    }

    /** Begins to read who holds connections of a room. */
    public MemberLookUp holdersOf(String roomId) {
        return MemberLookUp.ofHolders(roomId);
    }

    /** Begins to read the connections of a room. */
    public MemberLookUp connectionsOf(String roomId) {
        return MemberLookUp.ofConnections(roomId);
    }

    /** Takes in one page of a look-up, and where the next page starts: null after the last. */
    public void addPage(
            MemberLookUp lookUp, List<Map<String, AttributeValue>> rows, Map<String, AttributeValue> nextKey) {
        lookUp.add(rows, nextKey);
    }

    /**
     * The other processes that hold connections of a room. Rows that stand for nobody are deleted on the way.
     *
     * @throws software.amazon.awssdk.core.exception.SdkException if a process is not known and the table does not answer
     */
    public List<Recipients> nodes(MemberLookUp lookUp) {
        Map<String, Recipients> found = new LinkedHashMap<>();
        Set<String> gateways = new HashSet<>();
        for (Map<String, AttributeValue> row : lookUp.rows()) {
            String item = row.get(RoomsTable.ITEM).s();
            String endpoint = row.get(RoomsTable.ENDPOINT).s();
            if (item.startsWith(RoomsTable.GATEWAY)) {
                if (isOver(row)) {
                    stays.delete(keyOf(row));
                } else {
                    gateways.add(endpoint);
                }
            } else if (item.startsWith(RoomsTable.NODE)) {
                String id = item.substring(RoomsTable.NODE.length(), item.lastIndexOf('/'));
                if (!nodes.lives(id) || id.equals(lease.id()) && !local.isStaying(lookUp.roomId(), item)) {
                    stays.delete(keyOf(row));
                } else if (!id.equals(lease.id())) {
                    found.put(id, new Recipients(Gateway.NODE, id, endpoint, List.of()));
                }
            }
        }
        readings.found(lookUp.roomId(), Set.copyOf(gateways));
        return List.copyOf(found.values());
    }

    private boolean isOver(Map<String, AttributeValue> row) {
        AttributeValue until = row.get(RoomsTable.UNTIL);
        return until == null || Long.parseLong(until.n()) < clock.instant().getEpochSecond();
    }

    private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> row) {
        return RoomsTable.key(
                row.get(RoomsTable.PART).s(), row.get(RoomsTable.ITEM).s());
    }

    /** Whether a room may have connections that {@link #nodes} does not tell of. */
    public boolean hasOthers(String roomId) {
        return readings.isDue(roomId) || !arrivals.in(roomId).isEmpty();
    }

    /**
     * The connections of a room that no living process but this one is known to hold: those of API Gateways and of nodes of
     * the version before this one, and those of this node that have no socket. Rows of dead processes are deleted on
     * the way.
     *
     * @return each with its user, by holder
     */
    public List<Found> others(MemberLookUp lookUp) {
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
        local.reconcile(room, own).forEach(id -> unheld.put(id, ownUsers.get(id)));
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

    /** The connections of one holder, each with its user. */
    public record Found(Gateway gateway, String address, Map<String, String> users) {

        /** Those whom a notification is for; null if there are none. */
        Recipients recipients(Notification notification) {
            List<String> ids = users.entrySet().stream()
                    .filter(user -> notification.aim().includes(user.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            return ids.isEmpty() ? null : new Recipients(gateway, address, address, ids);
        }
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

    /** The one connection whose client has just sent something. */
    public Recipients holding(Connection connection) {
        return isOwn(connection)
                ? own(List.of(connection.id()))
                : new Recipients(
                        Gateway.API_GATEWAY, connection.endpoint(), connection.endpoint(), List.of(connection.id()));
    }

    private Recipients own(List<String> connectionIds) {
        return new Recipients(Gateway.OWN, lease.id(), lease.endpoint(), connectionIds);
    }
}
