package dev.hermes.websocket.socket;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** What is pushed to a client before its handshake is answered, up to as much as may wait for any client. */
final class EarlyFrames {

    private final Queue<ByteBuf> frames = new ArrayDeque<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private final int mostBytes;
    private int bytes;

    EarlyFrames(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Keeps a frame, with a reference of its own to it. One over the limit is counted, and dropped. */
    void add(ByteBuf frame) {
        bytes += frame.readableBytes();
        if (!areTooMany()) {
            frames.add(frame.retain());
        }
    }

    /** As {@link #add(ByteBuf)}; {@code left} is run when the frames have left. */
    void add(ByteBuf frame, Runnable left) {
        add(frame);
        waiting.add(left);
    }

    /** They have left. */
    void areReleased() {
        waiting.forEach(Runnable::run);
    }

    /** Whether a frame has been dropped. */
    boolean areTooMany() {
        return bytes > mostBytes;
    }

    /** Gives up all frames, in their order. */
    void release(Consumer<ByteBuf> taker) {
        for (ByteBuf frame = frames.poll(); frame != null; frame = frames.poll()) {
            taker.accept(frame);
            frame.release();
        }
    }
}
