package dev.hermes.audience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Who waits for one room. There is a line for a room from its first question to the rest after its last look-up. */
final class LookUpLine {

    final String room;
    /** Under the map's lock for the room, as all that changes here. */
    final List<BiConsumer<Collection<?>, Exception>> waiting = new ArrayList<>();

    boolean underWay;
    long restsUntil = System.nanoTime();

    LookUpLine(String room) {
        this.room = room;
    }

    /** Begins a look-up for all who wait now; for nobody if it has begun already. */
    List<BiConsumer<Collection<?>, Exception>> begin(Map<String, LookUpLine> lines) {
        List<BiConsumer<Collection<?>, Exception>> taken = new ArrayList<>();
        lines.computeIfPresent(room, (id, line) -> {
            if (line == this && !underWay && !waiting.isEmpty()) {
                underWay = true;
                taken.addAll(waiting);
                waiting.clear();
            }
            return line;
        });
        return taken;
    }

    /** Everybody who waits now. */
    List<BiConsumer<Collection<?>, Exception>> takeAll(Map<String, LookUpLine> lines) {
        List<BiConsumer<Collection<?>, Exception>> taken = new ArrayList<>();
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
        return !underWay && waiting.isEmpty() && restsUntil == until;
    }
}
