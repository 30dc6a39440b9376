package dev.hermes.websocket.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the frames of one client out of the pipeline, in front of Vert.x: pongs count as what waits for the client, and
 * once this node has decided to close, nothing but the client's own close frame has an effect.
 */
final class ClientFrames extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ClientFrames.class);

    private final Socket socket;
    private final Messages messages;
    private final SocketEvents events;

    ClientFrames(Socket socket, Messages messages, SocketEvents events) {
        this.socket = socket;
        this.messages = messages;
        this.events = events;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            try {
                take(frame);
            } finally {
                frame.release();
            }
        } else {
            context.fireChannelRead(message);
        }
    }

    private void take(WebSocketFrame frame) {
        socket.transport().heard();
        if (frame instanceof CloseWebSocketFrame close) {
            socket.closeByClient(close.statusCode());
        } else if (!socket.isOpen()) {
            LOG.trace("Socket {} is closing: a frame is dropped", socket.id());
        } else if (frame instanceof PingWebSocketFrame) {
            ByteBuf pong = Frame.pong(frame.content());
            socket.write(pong);
            pong.release();
        } else if (!(frame instanceof PongWebSocketFrame)) {
            messages.add(frame.content(), frame.isFinalFragment());
        }
    }

    /** Answers to what came together leave together. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        socket.transport().flushWritten();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        messages.drop();
        events.closed();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        LOG.debug("Socket {}", socket.id(), failure);
        if (failure instanceof CorruptedWebSocketFrameException violation) {
            socket.close(CloseCode.ofViolation(violation.closeStatus().code()));
        } else {
            socket.transport().cut();
        }
    }
}
