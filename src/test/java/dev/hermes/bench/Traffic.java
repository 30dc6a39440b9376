package dev.hermes.bench;

import java.time.Duration;

/** Clients that listen in rooms of a server, and messages to these rooms, with what they cost the server. */
final class Traffic implements AutoCloseable {

    private static final int HANDSHAKES_AT_A_TIME = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Peer peer;
    private final Publisher publisher;
    private final Subscribers subscribers;
    private final boolean oneEach;
    private int sent;

    private Traffic(Peer peer, Rooms rooms, int clients, boolean oneEach) throws Exception {
        this.peer = peer;
        this.publisher = peer.publisher(oneEach ? number -> rooms.of(number % clients) : rooms);
        this.subscribers =
                new Subscribers(peer, clients, client -> peer.path(rooms.of(client), client), HANDSHAKES_AT_A_TIME);
        this.oneEach = oneEach;
        subscribers.awaitOpen(PATIENCE);
    }

    /** One room with all clients. */
    static Traffic inOneRoom(Peer peer, String room, int clients) throws Exception {
        return new Traffic(peer, Rooms.only(room), clients, false);
    }

    /** A room for each client; messages go to the rooms in turn. */
    static Traffic inRoomsOfOne(Peer peer, Rooms rooms, int clients) throws Exception {
        return new Traffic(peer, rooms, clients, true);
    }

    /**
     * What one delivery took.
     *
     * @param micros CPU of the server
     * @param latencies from the send to the arrival
     */
    record Cost(double micros, Latencies latencies) {}

    /** Sends, and waits until all that was sent has come. */
    Cost send(int messages, double perSecond) throws Exception {
        Tally tally = oneEach ? subscribers.expectOneEach(sent, messages) : subscribers.expect(sent, messages);
        double before = peer.process().cpuSeconds();
        publisher.send(sent, messages, perSecond);
        sent += messages;
        tally.await(PATIENCE);
        double cpu = peer.process().cpuSeconds() - before;
        return new Cost(cpu * 1e6 / tally.received(), tally.each());
    }

    @Override
    public void close() {
        subscribers.close();
    }
}
