package dev.hermes.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/** What some subscribers got of some messages, held against what they should have got. Times in nanoseconds. */
final class Tally {

    private final String server;
    private final int first;
    private final int subscribers;
    private final int readers;
    private int count;
    private final BitSet[] seen;
    private final long[] sentAt;
    private final long[] lastAt;
    private long expected;
    private long[] latencies = new long[1024];
    private long received;
    private int twice;
    private int strange;
    private long firstFrameAt;
    private long lastFrameAt;

    private Tally(String server, int first, int count, int subscribers, int readers) {
        this.server = server;
        this.first = first;
        this.count = count;
        this.subscribers = subscribers;
        this.readers = readers;
        this.seen = new BitSet[subscribers];
        this.sentAt = new long[count];
        this.lastAt = new long[count];
        this.expected = (long) count * readers;
        Arrays.setAll(seen, any -> new BitSet());
    }

    /** Each message is for all subscribers. */
    static Tally ofAll(String server, int first, int count, int subscribers) {
        return new Tally(server, first, count, subscribers, subscribers);
    }

    /** Each message is for one subscriber: they take turns, by the numbers of the messages. */
    static Tally oneEach(String server, int first, int count, int subscribers) {
        return new Tally(server, first, count, subscribers, 1);
    }

    private boolean isFor(int subscriber, int number) {
        return readers == subscribers || number % subscribers == subscriber;
    }

    synchronized void add(int subscriber, int number, long sent, long now) {
        int index = number - first;
        if (index < 0 || index >= count || !isFor(subscriber, number)) {
            strange++;
            return;
        }
        if (seen[subscriber].get(index)) {
            twice++;
            return;
        }
        seen[subscriber].set(index);
        if (received == 0) {
            firstFrameAt = now;
        }
        if (received == latencies.length) {
            latencies = Arrays.copyOf(latencies, latencies.length * 2);
        }
        latencies[(int) received++] = now - sent;
        sentAt[index] = sent;
        lastAt[index] = now;
        lastFrameAt = now;
        if (received == expected) {
            notifyAll();
        }
    }

    /** No more than {@code sent} of the messages were sent after all. */
    synchronized Tally only(int sent) {
        count = sent;
        expected = (long) sent * readers;
        return this;
    }

    /**
     * Waits until all is there, and a moment more for what should not come.
     *
     * @throws Wrong if anything is missing, came twice, or was never sent
     */
    synchronized Tally await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (received < expected && System.nanoTime() < deadline) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
        }
        wait(TimeUnit.MILLISECONDS.convert(Duration.ofMillis(300)));
        if (received < expected || twice > 0 || strange > 0) {
            throw new Wrong(server + ": " + received + " of " + expected + " frames came, " + twice + " came twice, "
                    + strange + " were not meant for their client");
        }
        return this;
    }

    long received() {
        return received;
    }

    /** Seconds from the first frame to the last. */
    double seconds() {
        return (lastFrameAt - firstFrameAt) / 1e9;
    }

    /** When the last frame came. */
    long end() {
        return lastFrameAt;
    }

    /** From the send of a message to its arrival at one subscriber. */
    Latencies each() {
        return new Latencies(Arrays.copyOf(latencies, (int) received));
    }

    /** From the send of a message to its arrival at the last of all subscribers. */
    Latencies last() {
        long[] last = new long[count];
        Arrays.setAll(last, index -> lastAt[index] - sentAt[index]);
        return new Latencies(last);
    }
}
