package dev.hermes.history;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a client's numbers begin, and what it is told first.
 *
 * @param head the last number of the room; null where no history is kept
 * @param resumed whether the client gets all that it missed
 * @param missed an upper bound for how many messages that is
 * @param from the first number that follows, where not all of it does; null if none does
 * @param asked the number that the client is taken to have seen last
 */
public record Opening(Long head, boolean resumed, long missed, Long from, long asked) {

    /** Clients that have to load everything anew are spread over this time. */
    private static final int RELOAD_SPREAD_MILLIS = 10_000;

    /** There is no history. */
    public static final Opening NONE = new Opening(null, false, 0, null, 0);

    static Opening resumed(long head, long asked) {
        return new Opening(head, true, head - asked, null, asked);
    }

    static Opening reload(long head, Long from) {
        return new Opening(head, false, 0, from, from == null ? head : from - 1);
    }

    private int reloadAfterMillis() {
        return head == null ? 0 : ThreadLocalRandom.current().nextInt(RELOAD_SPREAD_MILLIS);
    }

    /** The text of the greeting. */
    public String frame() {
        return "{\"hermes\":{\"head\":" + head + ",\"resumed\":" + resumed
                + (resumed
                        ? ",\"missed\":" + missed
                        : ",\"from\":" + Objects.toString(from) + ",\"reload_after_ms\":" + reloadAfterMillis())
                + "}}";
    }
}
