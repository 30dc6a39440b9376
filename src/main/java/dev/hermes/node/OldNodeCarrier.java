package dev.hermes.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.audience.Carrier;
import dev.hermes.audience.CarrierFailure;
import dev.hermes.audience.CarrierFailure.Kind;
import dev.hermes.audience.DeadRows;
import dev.hermes.audience.Push;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Pushes to connections of a node of the version before this one, which is told them one by one: {@code POST
 * /{stage}/@connections}. Works for one major version.
 */
public final class OldNodeCarrier implements Carrier {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeClient client;
    private final DeadRows deadRows;
    private final String address;

    public OldNodeCarrier(NodeClient client, DeadRows deadRows, String address) {
        this.client = client;
        this.deadRows = deadRows;
        this.address = address;
    }

    @Override
    public String kind() {
        return "old-node";
    }

    @Override
    public CompletableFuture<Void> carry(String room, List<Push> pushes) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (int i = 0; i < pushes.size(); i++) {
            Push push = pushes.get(i);
            List<Push> left = pushes.subList(i, pushes.size());
            done = done.thenCompose(before -> carry(push, left));
        }
        return done;
    }

    /** @param left those that are to come again if it fails: such a node delivers what it gets twice */
    private CompletableFuture<Void> carry(Push push, List<Push> left) {
        return client.post(address + "/@connections", body(push))
                .thenAccept(this::forgetGone)
                .exceptionally(failure -> {
                    deadRows.deleteExpired(address, push.connectionIds());
                    throw CarrierFailure.of(failure).leaving(left);
                });
    }

    private static String body(Push push) {
        try {
            return JSON.writeValueAsString(Map.of(
                    "connection_ids",
                    push.connectionIds(),
                    "data",
                    push.notification().frame()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings cannot fail to be JSON", e);
        }
    }

    private void forgetGone(String answer) {
        try {
            List<String> gone = new ArrayList<>();
            JSON.readTree(answer).path("gone").forEach((JsonNode id) -> gone.add(id.asText()));
            if (!gone.isEmpty()) {
                deadRows.delete(address, gone);
            }
        } catch (JsonProcessingException e) {
            throw new CarrierFailure(Kind.UNAVAILABLE, "it does not answer as a node does", e);
        }
    }

    @Override
    public CompletableFuture<Boolean> probe() {
        // Whatever it answers: it answers.
        return client.get(address + "/@connections").thenApply(status -> true);
    }
}
