package dev.hermes.dev;

import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends numbered messages, with the time at which they were sent, to rooms at a steady pace. */
public final class Metronome implements AutoCloseable {

    private final World world;
    private final String[] rooms;
    private final AtomicInteger sent = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** @param perSecond messages to each of the rooms */
    public Metronome(World world, int perSecond, String... rooms) {
        this.world = world;
        this.rooms = rooms;
        clock.scheduleAtFixedRate(this::send, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void send() {
        String data = "{\"n\":" + sent.get() + ",\"at\":" + System.nanoTime() + "}";
        world.sendBatch(Arrays.stream(rooms)
                .map(room -> "{\"room_id\":\"" + room + "\",\"data\":" + data + "}")
                .toList());
        sent.incrementAndGet();
    }

    /** How many were sent to each room so far. */
    public int sent() {
        return sent.get();
    }

    /** Sends no more. Returns how many were sent to each room, when the last one is sent. */
    public int stop() {
        clock.shutdown();
        try {
            clock.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return sent();
    }

    @Override
    public void close() {
        stop();
    }
}
