package dev.hermes.audience;

import dev.hermes.notification.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/**
 * Asks a route about rooms, once for all who wait for the same room. Rooms that are asked about at the same time share a
 * reading of the table; the route of each is then given what it would read.
 *
 * <p>A question that comes while the route is asked waits for the next asking, which starts when that one ends: nobody is
 * ever answered from a reading older than the question, and a room under load costs one look-up for many notifications.
 * Questions about a room are answered in the order in which they came. Where a look-up fails, all that wait for the room
 * fail with it, so that none overtakes another. Safe for use by many threads.
 */
public final class SharedLookUps {

    /** For a question that somebody waits for. */
    static final Duration AT_ONCE = Duration.ZERO;
    /** To share what others begin to ask at the same moment. */
    static final Duration A_MOMENT = Duration.ofMillis(2);
    /** Where those on this node have been served; and between two look-ups of one room. */
    static final Duration SHORTLY = Duration.ofMillis(10);

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final Gathering<Line> gathering;
    /** Those whose look-up has just ended. Guarded by itself. */
    private final List<Line> resting = new ArrayList<>();

    private final ScheduledExecutorService threads;
    private final Endpoint route;
    private final AsyncProducer producer;
    private final String answer;
    private final Function<List<String>, Map<String, MemberLookUp>> reading;

    /**
     * @param route the endpoint that takes the name of the room as body
     * @param answer the variable in which the route leaves what it found
     * @param reading reads for several rooms what the route reads for one, as {@link JointReading#read} does
     * @param threads run look-ups, and what waits for them
     */
    public SharedLookUps(
            CamelContext context,
            String route,
            String answer,
            Function<List<String>, Map<String, MemberLookUp>> reading,
            ScheduledExecutorService threads)
            throws Exception {
        this.threads = threads;
        this.answer = answer;
        this.reading = reading;
        this.route = context.getEndpoint(route);
        this.producer = this.route.createAsyncProducer();
        this.gathering = new Gathering<>(JointReading.MOST_ROOMS, threads, this::lookUp);
        producer.start();
    }

    /** With the context. */
    public void close() {
        producer.stop();
    }

    /**
     * @param mayWait how long there is time to gather questions that can share the look-up
     * @param asked is told what the route left, or why it failed; on one of the threads
     */
    void ask(String room, Duration mayWait, BiConsumer<Object, Exception> asked) {
        lines.compute(room, (id, known) -> {
            Line line = known == null ? new Line(id) : known;
            line.waiting.add(asked);
            if (line.due) {
                gathering.add(line, mayWait);
            }
            return line;
        });
    }

    private void lookUp(List<Line> together) {
        // Taken before the reading: who comes during it waits for the next.
        Map<Line, List<BiConsumer<Object, Exception>>> served = new LinkedHashMap<>();
        together.stream().filter(line -> line.begin(lines)).forEach(line -> served.put(line, line.takeAll(lines)));
        Map<String, MemberLookUp> read = served.size() < 2
                ? Map.of()
                : reading.apply(served.keySet().stream().map(line -> line.room).toList());
        served.forEach((line, waiting) -> {
            MemberLookUp found = read.get(line.room);
            if (found != null || served.size() == 1) {
                ask(line, waiting, found);
            } else {
                threads.execute(() -> ask(line, waiting, null));
            }
        });
    }

    /** @param read what has been read for the room already; null if the route is to read it */
    private void ask(Line line, List<BiConsumer<Object, Exception>> served, MemberLookUp read) {
        Exchange question = route.createExchange();
        question.getMessage().setBody(line.room);
        question.setVariable(Variables.LOOK_UP, read);
        // On a task of its own: from inside a route's callback, Camel would go on with the last of them first.
        producer.process(question, synchronously -> threads.execute(() -> tell(line, served, question)));
    }

    private void tell(Line line, List<BiConsumer<Object, Exception>> served, Exchange question) {
        Exception failure = question.getException();
        if (failure != null) {
            served.addAll(line.takeAll(lines));
        }
        Object found = failure == null ? question.getVariable(answer) : null;
        served.forEach(waiting -> waiting.accept(found, failure));
        rest(line);
    }

    /** A room that is told much gathers some more for its next look-up; one that is told little does not notice. */
    private void rest(Line line) {
        boolean first;
        synchronized (resting) {
            first = resting.isEmpty();
            resting.add(line);
        }
        if (first) {
            threads.schedule(this::goOn, SHORTLY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void goOn() {
        List<Line> rested;
        synchronized (resting) {
            rested = List.copyOf(resting);
            resting.clear();
        }
        for (Line line : rested) {
            if (!line.leave(lines)) {
                gathering.add(line, AT_ONCE);
            }
        }
    }

    /** Who waits for one room. There is a line for a room from its first question to the rest after its last look-up. */
    private static final class Line {

        private final String room;
        /** Under the map's lock for the room, as all that changes here. */
        private final List<BiConsumer<Object, Exception>> waiting = new ArrayList<>();
        /** Whether a look-up is to begin; false while one is under way, and in the rest after it. */
        private boolean due = true;

        private Line(String room) {
            this.room = room;
        }

        /** False if the look-up that was due has begun already. */
        private boolean begin(Map<String, Line> lines) {
            boolean[] begins = new boolean[1];
            lines.computeIfPresent(room, (id, line) -> {
                begins[0] = due;
                due = false;
                return line;
            });
            return begins[0];
        }

        /** Everybody who waits now. */
        private List<BiConsumer<Object, Exception>> takeAll(Map<String, Line> lines) {
            List<BiConsumer<Object, Exception>> taken = new ArrayList<>();
            lines.computeIfPresent(room, (id, line) -> {
                taken.addAll(waiting);
                waiting.clear();
                return line;
            });
            return taken;
        }

        /** Ends the line if nobody waits; else another look-up is due. */
        private boolean leave(Map<String, Line> lines) {
            return lines.computeIfPresent(room, (id, line) -> {
                        due = !waiting.isEmpty();
                        return due ? line : null;
                    })
                    == null;
        }
    }
}
