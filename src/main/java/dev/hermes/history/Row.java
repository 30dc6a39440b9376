package dev.hermes.history;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One row of a room's history: messages with rising numbers, or a jump over numbers that nobody gets.
 *
 * @param first the number of its first message, and its key
 * @param at when it was written, in ms since 1970; never less than in the row before, or than a message of it was sent
 * @param writeId tells its writer that it is its own
 * @param bytes of all messages up to the last of this row, since the room was first counted
 * @param gap the highest number that no resume may go over, because what came at or before it is not kept
 * @param jump the number that follows a row without messages; 0 for a row with messages
 */
record Row(long first, long at, String writeId, long bytes, long gap, long jump, List<Message> messages) {

    static final int MOST_MESSAGES = 64;

    /** The number that comes next, which is the key of the next row. */
    long next() {
        return jump > 0 ? jump : first + messages.size();
    }

    /** The highest number that was given. */
    long last() {
        return next() - 1;
    }

    /** Of all messages before this row. */
    long bytesBefore() {
        return bytes - messages.stream().mapToLong(Message::bytes).sum();
    }

    /** The number of each message that can come again. */
    Map<String, Long> numbers() {
        Map<String, Long> numbers = new TreeMap<>();
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).id().isEmpty()) {
                numbers.put(messages.get(i).id(), first + i);
            }
        }
        return numbers;
    }
}
