package dev.hermes.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/**
 * Asks a route about rooms, once for all who wait for the same room.
 *
 * <p>A question that comes while the route is asked waits for the next asking, which starts when that one ends: nobody is
 * ever answered from a reading older than the question, and a room under load costs one look-up for many notifications.
 * Questions about a room are answered in the order in which they came. Where a look-up fails, all that wait for the room
 * fail with it, so that none overtakes another. Safe for use by many threads.
 */
public final class SharedLookUps {

    /** Between two look-ups of one room, and before the first of a question that {@link #ask may wait}. */
    private static final long REST_MILLIS = 10;

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final ScheduledExecutorService threads;
    private final Endpoint route;
    private final AsyncProducer producer;
    private final String answer;

    /**
     * @param route the endpoint that takes the name of the room as body
     * @param answer the variable in which the route leaves what it found
     * @param threads run look-ups, and what waits for them
     */
    public SharedLookUps(CamelContext context, String route, String answer, ScheduledExecutorService threads)
            throws Exception {
        this.threads = threads;
        this.answer = answer;
        this.route = context.getEndpoint(route);
        this.producer = this.route.createAsyncProducer();
        producer.start();
    }

    /** With the context. */
    public void close() {
        producer.stop();
    }

    /**
     * @param mayWait whether there is time to gather questions that can share the look-up
     * @param asked is told what the route left, or why it failed; on one of the threads
     */
    void ask(String room, boolean mayWait, BiConsumer<Object, Exception> asked) {
        lines.compute(room, (id, line) -> {
            if (line != null) {
                line.waiting.add(asked);
                return line;
            }
            Line first = new Line(id);
            first.waiting.add(asked);
            threads.schedule(() -> lookUp(first), mayWait ? REST_MILLIS : 0, TimeUnit.MILLISECONDS);
            return first;
        });
    }

    private void lookUp(Line line) {
        List<BiConsumer<Object, Exception>> served = line.takeAll(lines);
        Exchange question = route.createExchange();
        question.getMessage().setBody(line.room);
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
        // A room that is told much gathers some more for its next look-up; one that is told little does not notice.
        threads.schedule(() -> goOnOrEnd(line), REST_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void goOnOrEnd(Line line) {
        if (!line.leave(lines)) {
            lookUp(line);
        }
    }

    /** Who waits for one room. There is a line for a room from its first look-up to the rest after its last. */
    private static final class Line {

        private final String room;
        private final List<BiConsumer<Object, Exception>> waiting = new ArrayList<>();

        private Line(String room) {
            this.room = room;
        }

        /** Everybody who waits now; under the map's lock for the room, as all else that touches {@link #waiting}. */
        private List<BiConsumer<Object, Exception>> takeAll(Map<String, Line> lines) {
            List<BiConsumer<Object, Exception>> taken = new ArrayList<>();
            lines.computeIfPresent(room, (id, line) -> {
                taken.addAll(waiting);
                waiting.clear();
                return line;
            });
            return taken;
        }

        /** Ends the line if nobody waits. */
        private boolean leave(Map<String, Line> lines) {
            return lines.computeIfPresent(room, (id, line) -> waiting.isEmpty() ? null : line) == null;
        }
    }
}
