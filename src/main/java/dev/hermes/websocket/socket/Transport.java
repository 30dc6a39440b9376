package dev.hermes.websocket.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.util.concurrent.TimeUnit;

/** Writes to the channel of one client and reads from it. For the channel's event loop alone. */
final class Transport {

    /** The name that Vert.x gives to the last handler of its pipelines. */
    private static final String VERTX_HANDLER = "handler";

    private final Channel channel;
    private boolean flushWaits;
    private boolean pongMissing;
    private boolean reading = true;

    Transport(Channel channel) {
        this.channel = channel;
    }

    EventLoop loop() {
        return channel.eventLoop();
    }

    boolean isActive() {
        return channel.isActive();
    }

    /** @param maxQueueBytes that may wait to be sent before {@link #isFull} */
    void open(int maxQueueBytes) {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(maxQueueBytes / 2, maxQueueBytes));
    }

    /** Shows all that comes from now on to {@code handler}, before Vert.x. */
    void handle(ChannelHandler handler) {
        channel.pipeline().addBefore(VERTX_HANDLER, "client-frames", handler);
    }

    /**
     * Puts a frame behind all others, without sending yet; takes a reference of its own to it.
     *
     * @return whether this is the first since the last {@link #flush()}
     */
    boolean write(ByteBuf frame) {
        // Past the encoder: the frame is encoded already, once for all sockets.
        channel.write(frame.retainedDuplicate(), channel.voidPromise());
        boolean first = !flushWaits;
        flushWaits = true;
        return first;
    }

    /** Sends a frame, behind all that was written; {@code left} is run when the network has taken it. */
    void send(ByteBuf frame, Runnable left) {
        channel.writeAndFlush(frame.retainedDuplicate()).addListener(written -> {
            if (written.isSuccess()) {
                left.run();
            }
        });
        flushWaits = false;
    }

    void flush() {
        flushWaits = false;
        channel.flush();
    }

    /** Sends what was written since the last flush, if anything was. */
    void flushWritten() {
        if (flushWaits) {
            flush();
        }
    }

    /** Whether {@code more} bytes do not fit beside those that wait to be sent. */
    boolean isFull(int more) {
        if (fits(more)) {
            return false;
        }
        // What waits for its flush alone, in a burst, was not refused by the client.
        channel.flush();
        return !fits(more);
    }

    private boolean fits(int more) {
        return channel.isWritable() && channel.bytesBeforeUnwritable() >= more;
    }

    /** Whatever the client sent shows that it is there. */
    void heard() {
        pongMissing = false;
    }

    /** Asks for a pong. Returns false, and asks for none, if the last one is still missing. */
    boolean ping() {
        if (pongMissing) {
            return false;
        }
        // The pong of a client that is not read from cannot be seen.
        pongMissing = reading;
        channel.writeAndFlush(Frame.PING.duplicate(), channel.voidPromise());
        return true;
    }

    /** Stops or resumes reading from the client. */
    void read(boolean on) {
        reading = on;
        pongMissing = false;
        channel.config().setAutoRead(on);
    }

    /** Sends a close frame, and gives the client some time for its answer. */
    void close(CloseCode code, long graceMillis) {
        read(true);
        channel.writeAndFlush(Frame.close(code.number(), code.reason()), channel.voidPromise());
        cutAfter(graceMillis);
    }

    /** Answers the client's close frame, and ends the connection when the answer has left. */
    void answerClose(int code, long graceMillis) {
        channel.writeAndFlush(Frame.close(code, "")).addListener(written -> cut());
        cutAfter(graceMillis);
    }

    private void cutAfter(long graceMillis) {
        loop().schedule(this::cut, graceMillis, TimeUnit.MILLISECONDS);
    }

    /** Past Vert.x, which would first wait until all that was written has left: it never will if nobody reads. */
    void cut() {
        if (channel.isActive()) {
            channel.pipeline().firstContext().close();
        }
    }
}
