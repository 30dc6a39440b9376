package dev.hermes.websocket.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Stands in front of HTTP on one connection until that has become a WebSocket: holds back what comes behind a handshake
 * until it is answered, and ends a handshake that takes too long, from its first byte on.
 *
 * <p>What comes in one segment with a handshake is therefore read as what it is: frames after a 101, else a request.
 */
final class HttpLine extends ChannelInboundHandlerAdapter {

    private static final String NAME = "http-line";
    private static final String REQUESTS = "http-requests";
    /** The name that Vert.x gives to the last handler of its pipelines. */
    private static final String VERTX_HANDLER = "handler";
    /** The name that Vert.x gives to its time-out for silence. */
    private static final String VERTX_IDLE = "idle";

    private static final int MOST_HELD_BYTES = 64 * 1024;

    private final Duration handshakeTime;
    private final Runnable cutOff;
    private final RequestHeads heads = new RequestHeads();
    private final Queue<ByteBuf> held = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private int heldBytes;
    private boolean bodyComes;
    private Handshaking handshake;
    private ScheduledFuture<?> deadline;

    private HttpLine(Duration handshakeTime, Runnable cutOff) {
        this.handshakeTime = handshakeTime;
        this.cutOff = cutOff;
    }

    /**
     * @param handshakeTime zero: any
     * @param cutOff told of a connection that is cut off in the middle of a request's head
     */
    static void addTo(Channel channel, Duration handshakeTime, Runnable cutOff) {
        HttpLine line = new HttpLine(handshakeTime, cutOff);
        String decoder = channel.pipeline().context(HttpRequestDecoder.class).name();
        channel.pipeline().addBefore(decoder, NAME, line);
        channel.pipeline().addBefore(VERTX_HANDLER, REQUESTS, line.new Requests());
    }

    static HttpLine of(Channel channel) {
        return (HttpLine) channel.pipeline().get(NAME);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** A request waits for its answer from now on. */
    void asked(Handshaking asked) {
        handshake = asked;
        startDeadline();
    }

    /** It was answered with something else than 101: the next request may come. */
    void answered() {
        handshake = null;
        stopDeadline();
        // Later, since Vert.x is still busy with the answer.
        context.executor().execute(this::letGo);
    }

    /** Frames come from now on. */
    void becomesWebSocket() {
        handshake = null;
        stopDeadline();
        if (context.pipeline().get(VERTX_IDLE) != null) {
            context.pipeline().remove(VERTX_IDLE);
        }
        context.pipeline().remove(REQUESTS);
        letGo();
        context.pipeline().remove(NAME);
    }

    @Override
    public void channelRead(ChannelHandlerContext any, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (handshake != null || !held.isEmpty()) {
            hold(bytes);
        } else {
            if (!bodyComes) {
                startDeadline();
            }
            pass(bytes);
        }
    }

    private void hold(ByteBuf bytes) {
        held.add(bytes);
        heldBytes += bytes.readableBytes();
        if (heldBytes > MOST_HELD_BYTES) {
            context.channel().config().setAutoRead(false);
        }
    }

    private void letGo() {
        while (handshake == null && !held.isEmpty()) {
            ByteBuf next = held.remove();
            heldBytes -= next.readableBytes();
            pass(next);
        }
        context.channel().config().setAutoRead(true);
        context.fireChannelReadComplete();
    }

    /** Head by head, so that what stands behind one is held back if it is a handshake. */
    private void pass(ByteBuf bytes) {
        while (bytes.isReadable()) {
            int end = bodyComes ? 0 : heads.endIn(bytes);
            if (end <= 0) {
                context.fireChannelRead(bytes);
                return;
            }
            context.fireChannelRead(bytes.readRetainedSlice(end - bytes.readerIndex()));
            if (handshake != null) {
                hold(bytes);
                return;
            }
            stopDeadline();
        }
        bytes.release();
    }

    private void startDeadline() {
        if (deadline == null && !handshakeTime.isZero()) {
            deadline = context.executor().schedule(this::timeIsOver, handshakeTime.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private void timeIsOver() {
        deadline = null;
        if (handshake != null) {
            handshake.timedOut();
        } else {
            cutOff.run();
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext any) {
        stopDeadline();
        if (handshake != null) {
            handshake.clientGone();
            handshake = null;
        }
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext any) {
        held.forEach(ByteBuf::release);
        held.clear();
    }

    /** Sees the requests that Netty has read, before Vert.x does. */
    private final class Requests extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext requests, Object message) {
            if (message instanceof HttpRequest) {
                bodyComes = true;
            }
            if (message instanceof LastHttpContent) {
                bodyComes = false;
            }
            requests.fireChannelRead(message);
        }
    }
}
