package dev.hermes.console;

import dev.hermes.connection.Connection;
import dev.hermes.graph.Svg;
import dev.hermes.node.Nodes;
import dev.hermes.node.Nodes.Living;
import dev.hermes.rules.Finding;
import dev.hermes.rules.Rules;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What this node knows of itself and of the others, for the console. Safe for use by many threads. */
public final class Overview {

    private static final int MOST_ROOMS = 20;
    private static final int MOST_CONNECTIONS = 200;
    /** Of a lease, which is renewed three times: a process that is silent for longer has missed a renewal. */
    private static final double RENEWED_WITHIN = 2.0 / 3;

    private final Nodes nodes;
    private final Supplier<Collection<Connection>> connections;
    private final Supplier<Optional<Rules>> rules;
    private final BooleanSupplier ready;
    private final Figures figures;

    /**
     * @param connections those that this node holds
     * @param rules empty until they begin
     * @param ready whether this node takes clients
     */
    public Overview(
            Nodes nodes,
            Supplier<Collection<Connection>> connections,
            Supplier<Optional<Rules>> rules,
            BooleanSupplier ready,
            Figures figures) {
        this.nodes = nodes;
        this.connections = connections;
        this.rules = rules;
        this.ready = ready;
        this.figures = figures;
    }

    /** The time it takes grows with the connections of this node. */
    JsonObject read() {
        return new JsonObject()
                .put("ready", ready.getAsBoolean())
                .put("nodes", nodes())
                .put("rooms", largestRooms())
                .put("rules", rules.get().map(Overview::rules).orElseGet(JsonObject::new))
                .put("figures", figures.read());
    }

    private JsonArray nodes() {
        List<JsonObject> all = nodes.living().stream()
                .sorted(Comparator.comparing(Living::endpoint).thenComparing(Living::id))
                .map(Overview::node)
                .toList();
        return new JsonArray(all);
    }

    private static JsonObject node(Living node) {
        boolean renews = node.silent().toMillis() <= RENEWED_WITHIN * 1000 * node.leaseSeconds();
        return new JsonObject()
                .put("id", node.id())
                .put("endpoint", node.endpoint())
                .put("own", node.own())
                .put("state", renews ? "up" : "silent")
                .put("silent_seconds", node.silent().toSeconds());
    }

    private JsonArray largestRooms() {
        Map<String, Long> sizes = connections.get().stream()
                .map(Connection::roomId)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<JsonObject> largest = sizes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_ROOMS)
                .map(room -> new JsonObject().put("room", room.getKey()).put("connections", room.getValue()))
                .toList();
        return new JsonArray(largest);
    }

    private static JsonObject rules(Rules rules) {
        return new JsonObject()
                .put("generation", rules.generation())
                .put(
                        "broken",
                        new JsonArray(
                                rules.broken().stream().map(Finding::toString).toList()));
    }

    /** The connections that this node holds in a room, 200 at the most. */
    JsonObject room(String roomId) {
        List<JsonObject> here = connections.get().stream()
                .filter(connection -> connection.roomId().equals(roomId))
                .limit(MOST_CONNECTIONS)
                .map(connection ->
                        new JsonObject().put("connection_id", connection.id()).put("user_id", connection.userId()))
                .toList();
        return new JsonObject().put("connections", new JsonArray(here));
    }

    /** The rules that run, drawn; empty while none do. */
    Optional<String> graph() {
        return rules.get().flatMap(Rules::graph).map(Svg::of);
    }
}
