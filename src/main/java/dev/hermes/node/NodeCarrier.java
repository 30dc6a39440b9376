package dev.hermes.node;

import dev.hermes.audience.Carrier;
import dev.hermes.audience.Push;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Pushes to the members of rooms at another process, all that waits for a room in one request ({@link NodesApi}). */
public final class NodeCarrier implements Carrier {

    private final NodeClient client;
    private final String address;
    private final Consumer<Push> counted;

    /**
     * @param endpoint where the process is reached
     * @param counted is told of each push without a number at whose holder somebody waits for numbers
     */
    public NodeCarrier(NodeClient client, String endpoint, String nodeId, Consumer<Push> counted) {
        this.counted = counted;
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
        return client.post(address + NodesApi.PUSH, body).thenAccept(answer -> {
            if (answer.contains("\"" + NodesApi.COUNTED + "\":true")) {
                pushes.stream()
                        .filter(push -> !push.notification().isNumbered())
                        .forEach(counted);
            }
        });
    }

    @Override
    public CompletableFuture<Boolean> probe() {
        return client.get(address).thenApply(status -> status == NodeClient.OK);
    }
}
