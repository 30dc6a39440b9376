package dev.hermes.websocket.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What waits to be written by one event loop.
 *
 * <p>A message for many sockets is one task of the loop. What has gathered while the loop was busy is written together,
 * and each socket is flushed once for all of it: under a backlog many frames leave in one system call.
 */
final class Outbox implements Runnable {

    /** Writes between two flushes: bounds what waits in memory, and how long the first of them waits. */
    private static final int WRITES_PER_FLUSH = 16_384;

    /** Frames that are joined into one buffer: more would make a slow reader's queue grow in leaps. */
    private static final int JOINED_BYTES = 32 * 1024;

    private final EventLoop loop;
    private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final List<Socket> touched = new ArrayList<>();

    Outbox(EventLoop loop) {
        this.loop = loop;
    }

    /** One frame for some sockets of this loop; {@code done} is run when it was handed to all of them. */
    record Delivery(ByteBuf frame, List<Socket> sockets, Runnable done) {}

    /** From any thread. Deliveries are written in the order in which they were added. */
    void add(Delivery delivery) {
        deliveries.add(delivery);
        if (scheduled.compareAndSet(false, true)) {
            loop.execute(this);
        }
    }

    /** On the event loop, between other tasks: what waits to be written does not wait for those that were there before. */
    void hurry() {
        if (!deliveries.isEmpty()) {
            run();
        }
    }

    @Override
    public void run() {
        // Before the queue is emptied: what is added from now on finds a run of its own.
        scheduled.set(false);
        List<Delivery> handed = new ArrayList<>();
        int writes = 0;
        for (Delivery next = deliveries.poll(); next != null; next = deliveries.poll()) {
            int first = handed.size();
            handed.add(next);
            ByteBuf frames = withThoseBehind(next, handed);
            write(frames, next.sockets());
            writes += next.sockets().size() * (handed.size() - first);
            if (writes >= WRITES_PER_FLUSH) {
                flush();
                writes = 0;
            }
        }
        flush();
        handed.forEach(delivery -> delivery.done().run());
    }

    /** The frame, joined by those behind it that are for the very same sockets: one write for all of them. */
    private ByteBuf withThoseBehind(Delivery first, List<Delivery> handed) {
        ByteBuf frames = first.frame();
        for (Delivery next = deliveries.peek(); isJoined(first, next, frames); next = deliveries.peek()) {
            handed.add(deliveries.poll());
            frames = frames == first.frame() ? copy(frames) : frames;
            frames.writeBytes(next.frame());
            next.frame().release();
        }
        return frames;
    }

    private static boolean isJoined(Delivery first, Delivery next, ByteBuf frames) {
        return next != null
                && next.sockets() == first.sockets()
                && frames.readableBytes() + next.frame().readableBytes() <= JOINED_BYTES;
    }

    private static ByteBuf copy(ByteBuf frame) {
        ByteBuf copy = PooledByteBufAllocator.DEFAULT.directBuffer(JOINED_BYTES).writeBytes(frame);
        frame.release();
        return copy;
    }

    private void write(ByteBuf frames, List<Socket> sockets) {
        for (Socket socket : sockets) {
            if (socket.write(frames)) {
                touched.add(socket);
            }
        }
        frames.release();
    }

    private void flush() {
        touched.forEach(socket -> socket.transport().flush());
        touched.clear();
    }
}
