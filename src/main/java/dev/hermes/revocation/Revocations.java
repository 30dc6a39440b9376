package dev.hermes.revocation;

import dev.hermes.node.NodeAddress;
import dev.hermes.node.NodeClient;
import dev.hermes.node.NodeRows;
import dev.hermes.table.RoomsTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Revokes a user's access: deletes the rows of tokens, so that nobody new is let in, leaves a notice for every node, and tells
 * those that answer at once.
 *
 * <p>A row of a token that is made afterwards lets the user in again.
 */
public final class Revocations {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private static final long PATIENCE_SECONDS = 2;

    private final TokenRows tokens;
    private final NoticeRows notices;
    private final NodeRows nodes;
    private final NodeClient client;
    private final GatewaySockets gateways;

    /**
     * @param client asks the nodes; each has to answer in two seconds
     * @param apiGateway the address of the API Gateway that rows without an address are of; empty: there is none
     * @param gateways makes a client for the address of an API Gateway, which is closed after use
     */
    public Revocations(
            DynamoDbClient dynamoDb,
            TableNames tables,
            NodeClient client,
            String apiGateway,
            Function<String, ApiGatewayManagementApiClient> gateways) {
        this.tokens = new TokenRows(dynamoDb, tables.tokens());
        this.notices = new NoticeRows(dynamoDb, tables.rooms(), Clock.systemUTC());
        this.nodes = new NodeRows(dynamoDb, tables.rooms(), Clock.systemUTC());
        this.client = client;
        this.gateways = new GatewaySockets(dynamoDb, tables.connections(), tables.index(), apiGateway, gateways);
    }

    /** Where rows are. */
    public record TableNames(String tokens, RoomsTable rooms, String connections, String index) {}

    /**
     * Returns when every node has obeyed, or after two seconds. Blocks.
     *
     * @param roomId null: all rooms
     * @return how many nodes did not answer in time; each obeys within ten seconds after it reaches the table. And how many
     *     connections an API Gateway did not close
     * @throws software.amazon.awssdk.core.exception.SdkException if a table does not answer
     */
    public int revoke(String userId, String roomId) {
        Notice notice = new Notice(UUID.randomUUID().toString(), userId, roomId);
        Set<String> rooms = new HashSet<>();
        if (roomId == null) {
            rooms.addAll(tokens.roomsOf(userId));
        } else {
            rooms.add(roomId);
        }
        // Before anything is deleted by which it can be found again where this fails.
        Map<String, String> atGateways = atGateways(userId, rooms);
        rooms.forEach(room -> tokens.delete(userId, room));
        notices.put(notice);
        int pending = tell(notice, rooms);
        // Again: some may have come meanwhile, and nodes may have told of more rooms.
        atGateways.putAll(atGateways(userId, rooms));
        for (Map.Entry<String, String> connection : atGateways.entrySet()) {
            if (!gateways.delete(connection.getValue(), connection.getKey())) {
                pending++;
            }
        }
        LOG.info(
                "Access of user '{}' to {} was revoked; {} nodes or connections of gateways are pending",
                userId,
                roomId == null ? "all rooms" : "room '" + roomId + "'",
                pending);
        return pending;
    }

    private Map<String, String> atGateways(String userId, Set<String> rooms) {
        Map<String, String> found = new HashMap<>();
        rooms.forEach(room -> found.putAll(gateways.find(userId, room)));
        return found;
    }

    private int tell(Notice notice, Set<String> rooms) {
        List<CompletableFuture<List<String>>> answers = new ArrayList<>();
        for (NodeAddress node : nodes.addresses()) {
            answers.add(client.post(node.text() + NoticeCall.PATH, NoticeCall.write(notice))
                    .thenApply(NoticeCall::rooms));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int pending = 0;
        for (CompletableFuture<List<String>> answer : answers) {
            try {
                rooms.addAll(answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                pending++;
            } catch (ExecutionException | TimeoutException silent) {
                pending++;
            }
        }
        return pending;
    }
}
