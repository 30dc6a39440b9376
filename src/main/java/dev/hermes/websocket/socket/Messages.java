package dev.hermes.websocket.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.UUID;

/** Joins the frames of one client to messages, and holds it to its limits. For the socket's event loop alone. */
final class Messages {

    private final Socket socket;
    private final SocketEvents events;
    private final SocketOptions options;
    private final SocketMeters meters;
    private final MessagePace pace;
    /** Of a message whose end has not come; grows by doubling, so that many small fragments cost no more than a few large. */
    private ByteBuf held;

    Messages(Socket socket, SocketEvents events, SocketOptions options, SocketMeters meters) {
        this.socket = socket;
        this.events = events;
        this.options = options;
        this.meters = meters;
        this.pace = new MessagePace(options.maxMessagesPerSecond(), System::nanoTime);
    }

    /** Stops or resumes reading from the client. */
    void read(boolean on) {
        if (on) {
            pace.resume();
        } else {
            pace.pause();
        }
        socket.read(on);
    }

    /** One frame of a message. */
    void add(ByteBuf part, boolean last) {
        int heldBytes = held == null ? 0 : held.readableBytes();
        if (heldBytes + part.readableBytes() > options.maxMessageBytes()) {
            drop();
            socket.close(CloseCode.TOO_BIG);
        } else if (!last) {
            hold(part);
        } else if (held == null) {
            take(part);
        } else {
            take(held.writeBytes(part));
            drop();
        }
    }

    private void hold(ByteBuf part) {
        if (held == null) {
            held = Unpooled.buffer(part.readableBytes());
        }
        held.writeBytes(part);
        if (socket.isFull(held.readableBytes())) {
            drop();
            socket.close(CloseCode.TOO_SLOW);
        }
    }

    void drop() {
        held = null;
    }

    private void take(ByteBuf message) {
        if (!pace.allows()) {
            refuse();
        } else if (ByteBufUtil.isText(message, UTF_8)) {
            events.message(message.toString(UTF_8));
        } else {
            socket.close(CloseCode.NOT_UTF_8);
        }
    }

    private void refuse() {
        meters.messageRefused();
        if (pace.isExceededForLong()) {
            socket.close(CloseCode.TOO_MANY_MESSAGES);
            return;
        }
        // In the words of API Gateway; an id needs no quoting.
        ByteBuf answer = Frame.text("{\"message\":\"Too Many Requests\",\"connectionId\":\"" + socket.id()
                + "\",\"requestId\":\"" + UUID.randomUUID() + "\"}");
        socket.write(answer);
        answer.release();
    }
}
