package dev.hermes.audience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Who waits for one room. There is a line for a room from its first question to the rest after its last look-up. */
final class LookUpLine {

    enum State {
        /** A look-up is to begin. */
        DUE,
        UNDER_WAY,
        /** Nobody waits. */
        RESTING
    }

    final String room;
    /** Under the map's lock for the room, as all that changes here. */
    final List<BiConsumer<Object, Exception>> waiting = new ArrayList<>();

    State state = State.DUE;
    long restsUntil = System.nanoTime();

    LookUpLine(String room) {
        this.room = room;
    }

    /** False if the look-up that was due has begun already. */
    boolean begin(Map<String, LookUpLine> lines) {
        boolean[] begins = new boolean[1];
        lines.computeIfPresent(room, (id, line) -> {
            begins[0] = line == this && state == State.DUE;
            if (begins[0]) {
                state = State.UNDER_WAY;
            }
            return line;
        });
        return begins[0];
    }

    /** Everybody who waits now. */
    List<BiConsumer<Object, Exception>> takeAll(Map<String, LookUpLine> lines) {
        List<BiConsumer<Object, Exception>> taken = new ArrayList<>();
        lines.computeIfPresent(room, (id, line) -> {
            taken.addAll(waiting);
            waiting.clear();
            return line;
        });
        return taken;
    }

    Duration afterRest(Duration mayWait) {
        long rest = restsUntil - System.nanoTime();
        return rest > mayWait.toNanos() ? Duration.ofNanos(rest) : mayWait;
    }

    /** Whether nothing has come since that rest began. */
    boolean hasRested(long until) {
        return state == State.RESTING && restsUntil == until;
    }
}
