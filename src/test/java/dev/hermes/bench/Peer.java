package dev.hermes.bench;

import java.net.InetSocketAddress;

/** A server under measurement, in a process of its own. */
interface Peer extends AutoCloseable {

    String name();

    InetSocketAddress address();

    /** What the {@code client}th subscriber of a room asks for. */
    String path(String room, int client);

    /** What a client has to say first, and is answered; null if nothing. */
    default String hello() {
        return null;
    }

    /** Sends to everybody in the room that the number of a message belongs to. */
    Publisher publisher(Rooms rooms);

    /** Sends to everybody in the room. */
    default Publisher publisher(String room) {
        return publisher(Rooms.only(room));
    }

    ServerProcess process();

    /** When it is quiet: what it has not deleted yet from a queue would come again, to the next server. */
    @Override
    default void close() {
        try {
            process().awaitQuiet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process().close();
    }
}
