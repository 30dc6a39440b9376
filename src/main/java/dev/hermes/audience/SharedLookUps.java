package dev.hermes.audience;

import dev.hermes.notification.Variables;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(SharedLookUps.class);

    /** For a question that somebody waits for. */
    static final Duration AT_ONCE = Duration.ZERO;
    /** Where those on this node have been served; and between two look-ups of one room. */
    static final Duration SHORTLY = Duration.ofMillis(10);
    /** Where it is likely that nobody waits. */
    static final Duration UNHURRIED = Duration.ofMillis(50);
    /** So many questions wait for no more: each holds a message that counts as under way. */
    private static final int CROWD = 25;

    private final Map<String, LookUpLine> lines = new ConcurrentHashMap<>();
    private final Gathering<LookUpLine> gathering;
    private final AtomicInteger questions = new AtomicInteger();
    /** In the order in which their rests end. Guarded by itself. */
    private final Queue<Rest> rests = new ArrayDeque<>();

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
     * @param asked is told what the route left, or why it failed, be it that it left no list; on one of the threads
     */
    void ask(String room, Duration mayWait, BiConsumer<Collection<?>, Exception> asked) {
        lines.compute(room, (id, known) -> {
            LookUpLine line = known == null ? new LookUpLine(id) : known;
            line.waiting.add(asked);
            boolean crowd = questions.incrementAndGet() >= CROWD;
            if (!line.underWay) {
                gathering.add(line, line.afterRest(crowd ? AT_ONCE : mayWait));
            }
            return line;
        });
    }

    private void lookUp(List<LookUpLine> together) {
        // Taken before the reading: who comes during it waits for the next.
        Map<LookUpLine, List<BiConsumer<Collection<?>, Exception>>> served = new LinkedHashMap<>();
        together.forEach(line -> served.put(line, taken(line.begin(lines))));
        served.values().removeIf(List::isEmpty);
        if (served.size() == 1) {
            served.forEach((line, waiting) -> ask(line, waiting, null));
        } else if (!served.isEmpty()) {
            Map<String, MemberLookUp> read = reading.apply(
                    served.keySet().stream().map(line -> line.room).toList());
            served.forEach((line, waiting) -> threads.execute(() -> ask(line, waiting, read.get(line.room))));
        }
    }

    private List<BiConsumer<Collection<?>, Exception>> taken(List<BiConsumer<Collection<?>, Exception>> waiting) {
        questions.addAndGet(-waiting.size());
        return waiting;
    }

    /** @param read what has been read for the room already; null if the route is to read it */
    private void ask(LookUpLine line, List<BiConsumer<Collection<?>, Exception>> served, MemberLookUp read) {
        Exchange question = route.createExchange();
        question.getMessage().setBody(line.room);
        question.setVariable(Variables.LOOK_UP, read);
        // Not from inside the route's callback: there, Camel would go on with the last of them first.
        AtomicBoolean ended = new AtomicBoolean();
        producer.process(question, synchronously -> {
            if (ended.getAndSet(true)) {
                threads.execute(() -> tell(line, served, question));
            }
        });
        if (ended.getAndSet(true)) {
            tell(line, served, question);
        }
    }

    private void tell(LookUpLine line, List<BiConsumer<Collection<?>, Exception>> served, Exchange question) {
        Object left = question.getVariable(answer);
        Exception failure = question.getException();
        if (failure == null && !(left instanceof Collection<?>)) {
            failure = new IllegalStateException("A look-up must leave a list in the variable " + answer + ", but left "
                    + (left == null ? "nothing" : left.getClass().getSimpleName()));
        }
        if (failure != null) {
            served.addAll(taken(line.takeAll(lines)));
        }
        for (BiConsumer<Collection<?>, Exception> waiting : served) {
            try {
                waiting.accept(failure == null ? (Collection<?>) left : null, failure);
            } catch (RuntimeException | Error e) {
                // The others, and all who ask about the room after them, would wait for ever.
                LOG.error("A notification for {} cannot go on after its look-up", line.room, e);
            }
        }
        rest(line);
    }

    /** A room that is told much gathers some more for its next look-up; one that is told little does not notice. */
    private void rest(LookUpLine line) {
        long until = System.nanoTime() + SHORTLY.toNanos();
        lines.computeIfPresent(line.room, (id, same) -> {
            line.restsUntil = until;
            line.underWay = false;
            if (!line.waiting.isEmpty()) {
                gathering.add(line, SHORTLY);
            }
            return line;
        });
        for (Rest ended : ended(new Rest(line, until))) {
            lines.computeIfPresent(
                    ended.line.room, (id, now) -> now == ended.line && now.hasRested(ended.until) ? null : now);
        }
    }

    /** The rests that are over. Nothing waits for their ends but the memory that their lines take. */
    private List<Rest> ended(Rest begun) {
        List<Rest> ended = new ArrayList<>();
        synchronized (rests) {
            rests.add(begun);
            while (!rests.isEmpty() && rests.peek().until - System.nanoTime() < 0) {
                ended.add(rests.remove());
            }
        }
        return ended;
    }

    private record Rest(LookUpLine line, long until) {}
}
