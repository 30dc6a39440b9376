package dev.hermes.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hermes.node.NodeAddress;
import dev.hermes.table.RoomsTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Nodes that stand in the tables, keep their leases, take pushes, and have no sockets. */
public final class StandInNodes implements AutoCloseable {

    private static final String LEASE_SECONDS = "30";
    private static final int BEAT_EVERY_SECONDS = 5;
    private static final int ITEMS_PER_WRITE = 25;
    private static final Pattern FRAME = Pattern.compile("\"frame\"");

    private final World world;
    private final RoomsTable rooms;
    private final HttpServer server;
    private final List<NodeAddress> nodes;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger beat = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, AtomicInteger> pushes = new ConcurrentHashMap<>();

    public StandInNodes(World world, int count) throws IOException {
        this.world = world;
        this.rooms = RoomsTable.of(
                world.settings().get("hermes.rooms.table"), world.settings().get("hermes.connections.table"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        nodes = IntStream.range(0, count)
                .mapToObj(n -> new NodeAddress(
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/stand-in-" + n, "stand-in-" + n))
                .toList();
        clock.scheduleAtFixedRate(this::beat, 0, BEAT_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void beat() {
        String now = Integer.toString(beat.incrementAndGet());
        for (NodeAddress node : nodes) {
            put(
                    rooms.name(),
                    Map.of(
                            RoomsTable.PART, AttributeValue.fromS(rooms.nodes()),
                            RoomsTable.ITEM, AttributeValue.fromS(node.id()),
                            RoomsTable.ENDPOINT, AttributeValue.fromS(node.endpoint()),
                            RoomsTable.LEASE_SECONDS, AttributeValue.fromN(LEASE_SECONDS),
                            RoomsTable.BEAT, AttributeValue.fromN(now)));
        }
    }

    /** Plants the rows of so many connections in a room, spread over all nodes. */
    public void join(String room, int connections) {
        for (NodeAddress node : nodes) {
            Map<String, AttributeValue> key = rooms.stayKey(room, node.id(), 1);
            put(
                    rooms.name(),
                    Map.of(
                            RoomsTable.PART, key.get(RoomsTable.PART),
                            RoomsTable.ITEM, key.get(RoomsTable.ITEM),
                            RoomsTable.ENDPOINT, AttributeValue.fromS(node.endpoint())));
        }
        IntStream.range(0, (connections + ITEMS_PER_WRITE - 1) / ITEMS_PER_WRITE)
                .parallel()
                .forEach(batch -> write(
                        IntStream.range(batch * ITEMS_PER_WRITE, Math.min(connections, (batch + 1) * ITEMS_PER_WRITE))
                                .mapToObj(n -> row(room, n))
                                .toList()));
    }

    private Map<String, AttributeValue> row(String room, int n) {
        return Map.of(
                "connection_id", AttributeValue.fromS(room + "-" + n + "="),
                "room_id", AttributeValue.fromS(room),
                "user_id", AttributeValue.fromS("user-" + n),
                "endpoint", AttributeValue.fromS(nodes.get(n % nodes.size()).text()));
    }

    private void write(List<Map<String, AttributeValue>> rows) {
        List<WriteRequest> writes = new ArrayList<>();
        rows.forEach(row -> writes.add(WriteRequest.builder()
                .putRequest(PutRequest.builder().item(row).build())
                .build()));
        world.dynamoDb()
                .batchWriteItem(
                        write -> write.requestItems(Map.of(world.settings().get("hermes.connections.table"), writes)));
    }

    private void put(String table, Map<String, AttributeValue> row) {
        world.dynamoDb().putItem(put -> put.tableName(table).item(row));
    }

    /** How many requests with pushes have come so far. */
    public int requests() {
        return requests.get();
    }

    /** How many pushes each node has got so far. */
    public List<Integer> pushes() {
        return nodes.stream()
                .map(node -> pushes.getOrDefault(node.id(), new AtomicInteger()).get())
                .toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (exchange.getRequestMethod().equals("POST")) {
                String path = exchange.getRequestURI().getPath();
                String id = path.substring(1, path.indexOf('/', 1));
                requests.incrementAndGet();
                Matcher frames = FRAME.matcher(body);
                pushes.computeIfAbsent(id, any -> new AtomicInteger())
                        .addAndGet((int) frames.results().count());
            }
            byte[] answer = "{}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        server.stop(0);
        threads.shutdownNow();
    }
}
