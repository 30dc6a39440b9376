package dev.hermes.audience;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.history.Tails;
import dev.hermes.node.Lease;
import dev.hermes.node.Nodes;
import dev.hermes.table.RoomsTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the rows say that tell who holds connections of a room. */
final class HolderRows {

    private final Lease lease;
    private final Nodes nodes;
    private final LocalRooms local;
    private final StayRows stays;
    private final IndexReadings readings;
    private final Tails tails;

    HolderRows(Lease lease, Nodes nodes, LocalRooms local, StayRows stays, IndexReadings readings, Tails tails) {
        this.tails = tails;
        this.lease = lease;
        this.nodes = nodes;
        this.local = local;
        this.stays = stays;
        this.readings = readings;
    }

    /**
     * The other processes that hold connections of a room, and the connections at API Gateways that get numbers. Rows that
     * stand for nobody are deleted on the way.
     *
     * @return {@link Recipients} and {@link NumberedConnection}, which {@link Holders} divides
     * @throws software.amazon.awssdk.core.exception.SdkException if a process is not known and the table does not answer
     */
    List<?> nodes(MemberLookUp lookUp) {
        List<NumberedConnection> numbered = new ArrayList<>();
        Map<String, Recipients> found = new LinkedHashMap<>();
        Set<String> gateways = new HashSet<>();
        for (Map<String, AttributeValue> row : lookUp.rows()) {
            String item = row.get(RoomsTable.ITEM).s();
            if (RoomsTable.isCountedMark(item)) {
                tails.countedUntil(
                        lookUp.roomId(),
                        Long.parseLong(row.get(RoomsTable.COUNTED_UNTIL).n()));
                continue;
            }
            String endpoint = row.get(RoomsTable.ENDPOINT).s();
            if (item.startsWith(RoomsTable.GATEWAY) || item.startsWith(RoomsTable.NUMBERED)) {
                if (stays.isOver(row)) {
                    stays.delete(keyOf(row));
                } else if (item.startsWith(RoomsTable.GATEWAY)) {
                    gateways.add(endpoint);
                } else {
                    numbered.add(NumberedConnection.read(lookUp.roomId(), row));
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
        return Stream.concat(found.values().stream(), numbered.stream()).toList();
    }

    private static Map<String, AttributeValue> keyOf(Map<String, AttributeValue> row) {
        return RoomsTable.key(
                row.get(RoomsTable.PART).s(), row.get(RoomsTable.ITEM).s());
    }
}
