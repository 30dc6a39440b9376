package dev.hermes.history;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a client gets that asked for what it missed, and is told it at once rather than as it drains.
 *
 * @param messages all that follow the number from which it starts, up to the head
 */
public record Missed(Opening opening, List<Numbered> messages) {

    /**
     * The greeting, then the messages that are for a user, each worded when it is taken; the numbers of the others are
     * announced.
     *
     * @param mostBytes of a frame; in place of a longer one the client is told that a message is missing
     */
    public Iterator<String> frames(String user, int mostBytes) {
        List<Numbered> his = messages.stream()
                .filter(numbered ->
                        !numbered.message().isKept() || numbered.message().aim().includes(user))
                .toList();
        long head = opening.head();
        Stream.Builder<Stream<String>> frames = Stream.builder();
        frames.add(Stream.of(opening.frame()));
        long told = opening.asked();
        for (Numbered numbered : his) {
            frames.add(announced(told, numbered.number() - 1));
            frames.add(Stream.of(numbered).map(next -> next.frame(mostBytes)));
            told = numbered.number();
        }
        frames.add(announced(told, head));
        return frames.build().flatMap(frame -> frame).iterator();
    }

    private static Stream<String> announced(long told, long last) {
        return told < last ? Stream.of(NumberedFrame.at(last)) : Stream.empty();
    }
}
