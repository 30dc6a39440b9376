package dev.hermes;

import dev.hermes.apigateway.GatewayCarrier;
import dev.hermes.audience.Audience;
import dev.hermes.audience.LaneLimits;
import dev.hermes.audience.Lanes;
import dev.hermes.audience.Lanes.Way;
import dev.hermes.audience.Numbering;
import dev.hermes.audience.Push;
import dev.hermes.audience.Recipients.Gateway;
import dev.hermes.audience.SharedLookUps;
import dev.hermes.node.NodeCarrier;
import dev.hermes.node.NodeClient;
import dev.hermes.node.OldNodeCarrier;
import dev.hermes.notification.Variables;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;

/** How a notification finds the holders of a room's connections, and reaches them, as the settings want it. */
public final class Ways implements AutoCloseable {

    /** To one node at a time, each for another room. */
    private static final int REQUESTS_TO_A_NODE = 32;

    private static final int PUSHES_PER_REQUEST = 64;

    /** At a time. */
    private static final int POSTS_TO_A_CONNECTION = 8;

    private final CamelContext context;
    private final ScheduledExecutorService threads;
    private final AsyncProducer postToConnection;
    private final SharedLookUps holders;
    private final SharedLookUps connections;
    private final Numbering numbering;
    private final Lanes lanes;

    /** @param inOrder whether what comes for a connection has an order to keep */
    Ways(
            Settings settings,
            CamelContext context,
            Tables tables,
            Rooms rooms,
            Audience audience,
            boolean inOrder,
            MeterRegistry meters)
            throws Exception {
        this.context = context;
        this.numbering = rooms.histories().numbering();
        this.threads = context.getExecutorServiceManager()
                .newScheduledThreadPool(this, "look-up", settings.number("hermes.connections.look-up-threads"));
        this.holders = new SharedLookUps(
                context, "rules:room-holders", Variables.MEMBERS, tables.holdersOfRooms(audience)::read, threads);
        this.connections = new SharedLookUps(
                context,
                "rules:room-connections",
                Variables.MEMBERS,
                tables.connectionsOfRooms(audience)::read,
                threads);
        this.postToConnection = context.getEndpoint("rules:post-to-connection").createAsyncProducer();
        postToConnection.start();
        NodeClient client = Revoking.nodeClient(settings);
        LaneLimits toNodes = LaneLimits.of(REQUESTS_TO_A_NODE, PUSHES_PER_REQUEST);
        LaneLimits toGateways =
                LaneLimits.of(settings.number("hermes.apigateway.max-concurrent-posts"), PUSHES_PER_REQUEST);
        this.lanes = new Lanes(
                Map.of(
                        Gateway.NODE,
                        new Way(toNodes, node -> new NodeCarrier(client, node.address(), node.holder(), this::number)),
                        Gateway.OLD_NODE,
                        new Way(toNodes, node -> new OldNodeCarrier(client, rooms.deadRows(), node.address())),
                        Gateway.API_GATEWAY,
                        new Way(
                                toGateways,
                                gateway -> new GatewayCarrier(
                                        postToConnection, gateway.address(), inOrder ? 1 : POSTS_TO_A_CONNECTION))),
                holders,
                rooms.clock(),
                System::nanoTime,
                meters);
        rooms.nodes().onEnd(lanes::end);
    }

    private void number(Push push) {
        lanes.number(push, numbering);
    }

    SharedLookUps holders() {
        return holders;
    }

    SharedLookUps connections() {
        return connections;
    }

    Lanes lanes() {
        return lanes;
    }

    /** With the context. */
    @Override
    public void close() {
        lanes.close();
        holders.close();
        connections.close();
        postToConnection.stop();
        context.getExecutorServiceManager().shutdown(threads);
    }
}
