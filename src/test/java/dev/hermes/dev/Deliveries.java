package dev.hermes.dev;

import dev.hermes.bench.Latencies;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Numbers messages, and keeps of each when it was sent, who got it how often, and how long the last of them waited. */
public final class Deliveries {

    private static final Pattern FRAME = Pattern.compile("(?:v\\d+ )?\\{(?:\"user_id\":\"[^\"]*\",)?\"data\":(\\d+)}");

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicLongArray sentAt;
    /** Of the client that got it last, in microseconds. */
    private final AtomicIntegerArray slowest;

    private final List<Client> clients = new CopyOnWriteArrayList<>();

    /** @param most messages in all */
    public Deliveries(int most) {
        sentAt = new AtomicLongArray(most);
        slowest = new AtomicIntegerArray(most);
    }

    /** What one client got. Its frames come one after the other. */
    public final class Client implements Consumer<String> {

        private final BitSet got = new BitSet();
        private int doubled;

        @Override
        public synchronized void accept(String frame) {
            Matcher found = FRAME.matcher(frame);
            if (!found.matches()) {
                throw new IllegalArgumentException("No frame of a numbered message: " + frame);
            }
            int n = Integer.parseInt(found.group(1));
            int micros = (int) ((System.nanoTime() - sentAt.get(n)) / 1000);
            slowest.accumulateAndGet(n, micros, Math::max);
            doubled += got.get(n) ? 1 : 0;
            got.set(n);
        }

        private synchronized int missing() {
            return sent.get() - got.cardinality();
        }

        private synchronized int doubled() {
            return doubled;
        }
    }

    public Client client() {
        Client client = new Client();
        clients.add(client);
        return client;
    }

    /** The number of a message that is sent now. */
    public int next() {
        int n = sent.getAndIncrement();
        sentAt.set(n, System.nanoTime());
        return n;
    }

    public int sent() {
        return sent.get();
    }

    /** Deliveries that have not come. */
    public int missing() {
        return clients.stream().mapToInt(Client::missing).sum();
    }

    /** Deliveries that came although their client had the message. */
    public int doubled() {
        return clients.stream().mapToInt(Client::doubled).sum();
    }

    /** How long each message took to its last client, from number {@code from} to before {@code to}. */
    public Latencies latencies(int from, int to) {
        return new Latencies(
                IntStream.range(from, to).mapToLong(n -> slowest.get(n) * 1000L).toArray());
    }
}
