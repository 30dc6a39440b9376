package dev.hermes.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A room in which something goes on all the time: what its clients notice of what a server does besides. */
final class BusyRoom implements AutoCloseable {

    static final int SIZE = 100;

    private static final int MESSAGES_PER_SECOND = 20;
    private static final int MOST_MESSAGES = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Peer peer;
    private final Publisher publisher;
    private final Subscribers subscribers;
    private int sent;

    BusyRoom(Peer peer, String room) throws Exception {
        this.peer = peer;
        this.publisher = peer.publisher(room);
        this.subscribers = Subscribers.of(peer, room, SIZE);
    }

    /** Something that takes a while. */
    interface Work {
        void run() throws Exception;
    }

    /** How long each message to the room takes, {@value #MESSAGES_PER_SECOND} a second, while {@code work} goes on. */
    Latencies during(Work work) throws Exception {
        Tally tally = subscribers.expect(sent, MOST_MESSAGES);
        AtomicBoolean over = new AtomicBoolean();
        int first = sent;
        Thread sender = new Thread(() -> {
            long start = System.nanoTime();
            try {
                while (!over.get()) {
                    Publisher.pace(start, sent - first, MESSAGES_PER_SECOND);
                    publisher.send(sent, 1, Publisher.BACK_TO_BACK);
                    sent++;
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        sender.start();
        work.run();
        over.set(true);
        sender.join();
        return tally.only(sent - first).await(PATIENCE).each();
    }

    /** Microseconds of the server's CPU for one delivery, when {@code messages} come back to back. */
    double cpuPerDelivery(int messages) throws Exception {
        peer.process().awaitQuiet();
        Tally tally = subscribers.expect(sent, messages);
        double before = peer.process().cpuSeconds();
        publisher.send(sent, messages, Publisher.BACK_TO_BACK);
        sent += messages;
        tally.await(PATIENCE);
        return (peer.process().cpuSeconds() - before) * 1e6 / tally.received();
    }

    @Override
    public void close() {
        subscribers.close();
    }
}
