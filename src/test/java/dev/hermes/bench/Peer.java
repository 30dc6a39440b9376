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

    /** Sends to everybody in the room. */
    Publisher publisher(String room);

    ServerProcess process();

    @Override
    default void close() {
        process().close();
    }
}
