package dev.hermes.websocket.door;

import dev.hermes.log.RefusedClients;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a handshake on one connection needs of the gateway.
 *
 * @param open whether clients may come in at all
 */
record Entrance(
        Channel channel,
        FrontDoor door,
        Gatekeeper gatekeeper,
        Limits limits,
        Answer answer,
        DoorMeters meters,
        RefusedClients log,
        BooleanSupplier open) {

    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    /** Goes on with a handshake on the event loop of its connection. */
    void goOn(Runnable rest) {
        try {
            channel.eventLoop().execute(rest);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("A handshake ended after its event loop", stopped);
        }
    }

    HttpLine line() {
        return HttpLine.of(channel);
    }

    boolean isOpen() {
        return open.getAsBoolean();
    }

    /** As {@link #passed}, on any thread. */
    void passedSoon() {
        goOn(this::passed);
    }

    /** Makes room for the next handshake. */
    void passed() {
        door.answered(channel);
    }
}
