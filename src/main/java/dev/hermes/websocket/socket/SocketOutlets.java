package dev.hermes.websocket.socket;

import dev.hermes.history.Outlets;
import io.netty.buffer.ByteBuf;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes frames with numbers to sockets of this node. */
final class SocketOutlets implements Outlets {

    private static final Logger LOG = LoggerFactory.getLogger(SocketOutlets.class);

    private final Sockets sockets;

    SocketOutlets(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void push(Collection<String> ids, String text) {
        sockets.push(ids, text, gone -> LOG.trace("{} of the sockets have ended", gone.size()));
    }

    @Override
    public Optional<Outlet> find(String connectionId) {
        return Optional.ofNullable(sockets.find(connectionId)).map(SocketOutlet::new);
    }

    private final class SocketOutlet implements Outlet {

        private final Socket socket;

        private SocketOutlet(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run(Runnable task) {
            try {
                socket.loop().execute(() -> {
                    sockets.pushWaiting(socket.loop());
                    task.run();
                });
            } catch (RejectedExecutionException stopped) {
                LOG.debug("Socket {}: its event loop has ended", socket.id(), stopped);
            }
        }

        @Override
        public void write(String text, Runnable left) {
            sockets.meters().handed(1);
            ByteBuf frame = Frame.text(text);
            socket.send(frame, left);
            frame.release();
        }
    }
}
