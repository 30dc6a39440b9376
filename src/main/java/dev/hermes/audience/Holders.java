package dev.hermes.audience;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.connection.Connection;
import dev.hermes.notification.Aim;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one look-up found in the rows of a room's holders.
 *
 * @param nodes the other processes that hold connections of the room
 * @param numbered the connections at API Gateways that get numbers
 */
record Holders(List<Recipients> nodes, List<NumberedConnection> numbered) {

    /** @param found what {@link Audience#nodes} has returned */
    static Holders of(Collection<?> found) {
        return new Holders(only(Recipients.class, found), only(NumberedConnection.class, found));
    }

    private static <T> List<T> only(Class<T> type, Collection<?> all) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Those among connections with numbers whom a notification is for, by API Gateway. */
    static List<Recipients> recipients(List<NumberedConnection> numbered, Aim aim) {
        Map<String, List<String>> byGateway = numbered.stream()
                .map(NumberedConnection::connection)
                .filter(aim::includes)
                .collect(groupingBy(Connection::endpoint, LinkedHashMap::new, mapping(Connection::id, toList())));
        return byGateway.entrySet().stream()
                .map(found ->
                        new Recipients(Gateway.API_GATEWAY, found.getKey(), found.getKey(), found.getValue(), true))
                .toList();
    }
}
