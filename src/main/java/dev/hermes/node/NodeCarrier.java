package dev.hermes.node;

import dev.hermes.audience.Carrier;
import dev.hermes.audience.Push;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Pushes to the members of rooms at another process, all that waits for a room in one request ({@link NodesApi}). */
public final class NodeCarrier implements Carrier {

    private final NodeClient client;
    private final String address;

    /** @param endpoint where the process is reached */
    public NodeCarrier(NodeClient client, String endpoint, String nodeId) {
        this.client = client;
        this.address = new NodeAddress(endpoint, nodeId).text();
    }

    @Override
    public String kind() {
        return "node";
    }

    @Override
    public CompletableFuture<Void> carry(String room, List<Push> pushes) {
        String body =
                PushBatch.write(room, pushes.stream().map(Push::notification).toList());
        return client.post(address + NodesApi.PUSH, body).thenApply(done -> null);
    }

    @Override
    public CompletableFuture<Boolean> probe() {
        return client.get(address).thenApply(status -> status == NodeClient.OK);
    }
}
