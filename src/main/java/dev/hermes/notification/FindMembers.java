package dev.hermes.notification;

import dev.hermes.connection.Recipients;
import dev.hermes.rules.LastingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/**
 * Sets the {@value #MEMBERS} variable to the connections of the notification's room that others hold, by gateway.
 *
 * <p>Asks {@value #ROUTE} once for all notifications of a room that wait. One that comes while a look-up runs
 * waits for the next, which starts when that one ends: no notification is ever served from a reading older than itself,
 * and a room under load costs one look-up for many notifications. Notifications of a room go on in the order in which
 * they came. Where a look-up fails, all that wait for the room fail with it, so that none overtakes another.
 *
 * <p>Exchanges go on asynchronously, on the look-up's thread. Safe for use by many threads.
 */
public final class FindMembers extends LastingStep {

    /** The exchange variable that holds the {@code List<}{@link Recipients}{@code >}. */
    public static final String MEMBERS = "members";

    private static final String ROUTE = "rules:room-members";

    /** Between two look-ups of one room, and before the first where those on this node have been served already. */
    private static final long REST_MILLIS = 10;

    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final CamelContext context;
    private final ScheduledExecutorService threads;
    private final Endpoint endpoint;
    private final AsyncProducer roomMembers;

    /** @param threads how many look-ups may run at a time, each for one room */
    public FindMembers(CamelContext context, int threads) throws Exception {
        this.context = context;
        this.threads = context.getExecutorServiceManager().newScheduledThreadPool(this, "look-up", threads);
        this.endpoint = context.getEndpoint(ROUTE);
        this.roomMembers = endpoint.createAsyncProducer();
        roomMembers.start();
    }

    /** With the context. */
    public void close() {
        roomMembers.stop();
        context.getExecutorServiceManager().shutdown(threads);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String room = exchange.getVariable("notification", Notification.class).roomId();
        Waiting waiting = new Waiting(exchange, callback);
        lines.compute(room, (id, line) -> {
            if (line != null) {
                line.waiting.add(waiting);
                return line;
            }
            Line first = new Line(id);
            first.waiting.add(waiting);
            threads.schedule(() -> lookUp(first), restBefore(exchange), TimeUnit.MILLISECONDS);
            return first;
        });
        return false;
    }

    /** Nobody else waits as long as the look-up takes: then there is time to gather some that can share it. */
    private static long restBefore(Exchange exchange) {
        return exchange.getVariable(MEMBERS, List.of(), List.class).isEmpty() ? 0 : REST_MILLIS;
    }

    private void lookUp(Line line) {
        List<Waiting> served = line.takeAll(lines);
        Exchange question = endpoint.createExchange();
        question.getMessage().setBody(line.room);
        // On a task of its own: from inside a route's callback, Camel would go on with the last of them first.
        roomMembers.process(question, synchronously -> threads.execute(() -> answer(line, served, question)));
    }

    private void answer(Line line, List<Waiting> served, Exchange question) {
        Exception failure = question.getException();
        if (failure != null) {
            served.addAll(line.takeAll(lines));
            served.forEach(waiting -> waiting.fail(failure));
        } else {
            Object members = question.getVariable(MEMBERS);
            served.forEach(waiting -> waiting.goOn(members));
        }
        // A room that is told much gathers some more for its next look-up; one that is told little does not notice.
        threads.schedule(() -> goOnOrEnd(line), REST_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void goOnOrEnd(Line line) {
        if (!line.leave(lines)) {
            lookUp(line);
        }
    }

    private record Waiting(Exchange exchange, AsyncCallback callback) {

        void goOn(Object members) {
            exchange.setVariable(MEMBERS, members);
            callback.done(false);
        }

        void fail(Exception failure) {
            exchange.setException(failure);
            callback.done(false);
        }
    }

    /** Who waits for one room. There is a line for a room from its first look-up to the rest after its last. */
    private static final class Line {

        private final String room;
        private List<Waiting> waiting = new ArrayList<>();

        private Line(String room) {
            this.room = room;
        }

        /** Everybody who waits now; under the map's lock for the room, as all else that touches {@link #waiting}. */
        private List<Waiting> takeAll(Map<String, Line> lines) {
            List<Waiting> taken = new ArrayList<>();
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
