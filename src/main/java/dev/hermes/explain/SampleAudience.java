package dev.hermes.explain;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.hermes.audience.Recipients;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.explain.Explained.Frame;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Variables;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The steps of the fan-out over sample connections: what they find is as the real ones would, and what is pushed is
 * written down.
 */
final class SampleAudience {

    private final SampleConnections connections;
    private final List<Frame> frames = new CopyOnWriteArrayList<>();
    private final List<LeftOut> leftOut = new CopyOnWriteArrayList<>();

    SampleAudience(SampleConnections connections) {
        this.connections = connections;
    }

    List<Frame> frames() {
        return List.copyOf(frames);
    }

    List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    /** By the name of the bean that each replaces. */
    Map<String, Processor> steps() {
        return Map.of(
                "findHere",
                step((exchange, notification) -> {
                    leaveOut(notification);
                    exchange.setVariable(
                            Variables.RECIPIENTS,
                            find(notification, Gateway.OWN).stream().findFirst().orElse(null));
                }),
                "findNodes",
                step((exchange, notification) ->
                        exchange.setVariable(Variables.MEMBERS, find(notification, Gateway.NODE))),
                "findOthers",
                step((exchange, notification) ->
                        exchange.setVariable(Variables.MEMBERS, find(notification, Gateway.API_GATEWAY))),
                "handOver",
                step((exchange, notification) ->
                        hand(notification, exchange.getVariable(Variables.RECIPIENTS, Recipients.class))),
                "awaitHolders",
                step((exchange, notification) -> {}));
    }

    private static Processor step(BiConsumer<Exchange, Notification> does) {
        return exchange -> {
            Object given = exchange.getVariable(Variables.NOTIFICATION);
            if (!(given instanceof Notification notification)) {
                throw new IllegalStateException("The variable '" + Variables.NOTIFICATION + "' holds no notification");
            }
            does.accept(exchange, notification);
        };
    }

    private List<Recipients> find(Notification notification, Gateway gateway) {
        Map<String, List<String>> holders = connections.of(notification).stream()
                .filter(connection -> connection.isAt(gateway))
                .collect(groupingBy(SampleConnection::address, TreeMap::new, mapping(SampleConnection::id, toList())));
        return holders.entrySet().stream()
                .map(holder -> new Recipients(
                        gateway,
                        holder.getKey(),
                        holder.getKey(),
                        gateway == Gateway.NODE ? List.of() : holder.getValue()))
                .toList();
    }

    private void hand(Notification notification, Recipients recipients) {
        connections.of(notification).stream()
                .filter(connection -> connection.isAt(recipients.gateway())
                        && connection.address().equals(recipients.address()))
                .filter(connection -> recipients.gateway() == Gateway.NODE
                        || recipients.connectionIds().contains(connection.id()))
                .forEach(connection -> write(connection, notification.frame()));
    }

    /** What this node's own sockets would get. */
    void push(Notification notification, Collection<String> ids, String frame) {
        connections.inRoomOf(notification).stream()
                .filter(connection -> connection.isAt(Gateway.OWN) && ids.contains(connection.id()))
                .forEach(connection -> write(connection, frame));
    }

    /** What all own sockets would get, in whatever room. */
    void pushToAll(Notification notification, String frame) {
        connections.all(notification).stream()
                .filter(connection -> connection.isAt(Gateway.OWN))
                .forEach(connection -> write(connection, frame));
    }

    private void leaveOut(Notification notification) {
        connections.inRoomOf(notification).stream()
                .filter(connection -> !connection.isIn(notification.aim()))
                .map(connection -> new LeftOut(
                        connection.id(),
                        connection.user(),
                        connection.room(),
                        connection.holder(),
                        LeftOut.why(notification.aim(), connection)))
                .forEach(leftOut::add);
    }

    private void write(SampleConnection connection, String frame) {
        frames.add(new Frame(connection.id(), connection.user(), connection.room(), connection.holder(), frame));
    }
}
