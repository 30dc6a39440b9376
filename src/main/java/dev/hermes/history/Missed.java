package dev.hermes.history;

import dev.hermes.connection.Connection;
import java.util.stream.Stream;

/**
 * Words what one client missed, part by part: messages for it with their numbers, and announcements in place of those for
 * others. Each text is made when the stream comes to it. For one thread at a time.
 */
public final class Missed {

    private final Opening opening;
    private final Connection connection;
    private final int mostBytes;
    /** The last number that the client knows of. */
    private long told;

    /** @param mostBytes of a frame; in place of a longer one the client is told that a message is missing */
    public Missed(Opening opening, Connection connection, int mostBytes) {
        this.opening = opening;
        this.connection = connection;
        this.mostBytes = mostBytes;
        this.told = opening.asked();
    }

    public Opening opening() {
        return opening;
    }

    /** The frames of the part that follows. */
    public Stream<String> frames(Part part) {
        return part.messages().stream()
                .filter(numbered -> numbered.isFor(connection))
                .flatMap(this::frames);
    }

    private Stream<String> frames(Numbered numbered) {
        Stream<String> announced = announced(numbered.number() - 1);
        told = numbered.number();
        return Stream.concat(announced, Stream.of(numbered.frameWithin(mostBytes)));
    }

    /** What is still to be said after the last part. */
    public Stream<String> end() {
        return announced(opening.head());
    }

    private Stream<String> announced(long last) {
        return told < last ? Stream.of(NumberedFrame.at(last)) : Stream.empty();
    }
}
