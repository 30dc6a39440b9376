package dev.hermes.history;

import java.util.TreeMap;

/** Messages that came before their predecessors. Guarded by the lock of their {@link Tail}. */
final class Held {

    private static final int MOST = Row.MOST_MESSAGES;
    private static final int MOST_CHARACTERS = 1024 * 1024;

    private final TreeMap<Long, Numbered> messages = new TreeMap<>();
    private int characters;

    /** Keeps a message; where that would be too many, none of them: all are in the history. */
    void add(Numbered numbered) {
        if (messages.putIfAbsent(numbered.number(), numbered) == null) {
            characters += numbered.message().characters();
        }
        if (messages.size() > MOST || characters > MOST_CHARACTERS) {
            messages.clear();
            characters = 0;
        }
    }

    /** Takes the first message, if its number is at most this one; null if it is not, or there is none. */
    Numbered takeUpTo(long number) {
        if (messages.isEmpty() || messages.firstKey() > number) {
            return null;
        }
        Numbered first = messages.pollFirstEntry().getValue();
        characters -= first.message().characters();
        return first;
    }

    /** The highest number; {@code otherwise} if there is none. */
    long highest(long otherwise) {
        return messages.isEmpty() ? otherwise : messages.lastKey();
    }
}
