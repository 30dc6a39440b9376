package dev.hermes.table;

import dev.hermes.dependency.FailureKind;
import dev.hermes.dependency.Throttled;
import dev.hermes.table.WaitingLine.Waiting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Makes requests to a table: one that comes alone at once and by itself, many that come at the same time together.
 *
 * <p>A request waits only while as many as may be are under way, and shares the next with all that wait with it. Where the
 * table throttles, or leaves items undone, they are retried together, fewer at a time and after a pause that grows, until
 * their deadline. A batch that is refused is halved until the item is found that it is refused for. Safe for use by many
 * threads.
 */
public final class RequestBatcher<Q, A> {

    private final Table<Q, A> table;
    private final Function<Q, Object> key;
    private final TableThreads threads;
    /** Guarded by this, as all that changes below. */
    private final WaitingLine<Q, A> line = new WaitingLine<>();

    private final Throttle throttle;
    private int underWay;
    private boolean pausing;

    /** Where requests go to. */
    public interface Table<Q, A> {

        /** @throws software.amazon.awssdk.core.exception.SdkException if the table refuses or does not answer */
        A ask(Q request);

        /**
         * @return an answer for each request in their order, null for those that were not dealt with
         * @throws software.amazon.awssdk.core.exception.SdkException if the table refuses or does not answer
         */
        List<A> askTogether(List<Q> requests);
    }

    /**
     * Requests of one key are made in the order in which they come, each when the one before has ended.
     *
     * @param mostTogether requests that the table takes at once
     * @param key of a request; null where its order does not matter
     */
    public RequestBatcher(Table<Q, A> table, int mostTogether, Function<Q, Object> key, TableThreads threads) {
        this.table = table;
        this.key = key;
        this.threads = threads;
        this.throttle = new Throttle(mostTogether);
    }

    /**
     * Fails as {@link Table#ask} does, with {@link Throttled} if the table throttles until the deadline or too many wait,
     * and with {@link TimeoutException} if it does not answer until then. The future is completed on the threads for
     * answers. Whoever cancels it is forgotten, unless the request is under way.
     */
    public CompletableFuture<A> ask(Q request) {
        Waiting<Q, A> one = new Waiting<>(request, key.apply(request));
        synchronized (this) {
            if (line.size() >= threads.mostWaiting()) {
                return CompletableFuture.failedFuture(
                        new Throttled("More than " + threads.mostWaiting() + " requests wait for the table"));
            }
            line.add(one);
        }
        try {
            threads.later().run(threads.deadline(), () -> expire(one));
            begin();
        } catch (RejectedExecutionException closed) {
            one.answer.completeExceptionally(closed);
        }
        return one.answer;
    }

    /** How many requests wait to be made. */
    public synchronized int waiting() {
        return line.size();
    }

    private void expire(Waiting<Q, A> one) {
        if (!one.answer.isDone()) {
            fail(
                    one,
                    one.throttled
                            ? new Throttled("The table throttled this until its deadline")
                            : new TimeoutException());
        }
    }

    private synchronized void begin() {
        if (line.isEmpty() || pausing || underWay >= (throttle.slowsDown() ? 1 : threads.atATime())) {
            return;
        }
        if (throttle.slowsDown()) {
            pausing = true;
            threads.later().run(throttle.pause(), this::goOn);
        } else {
            start();
        }
    }

    private synchronized void goOn() {
        pausing = false;
        start();
    }

    private void start() {
        underWay++;
        threads.requests().execute(this::run);
    }

    private void run() {
        List<Waiting<Q, A>> batch = take();
        try {
            if (!batch.isEmpty()) {
                make(batch);
            }
        } finally {
            end(batch);
        }
    }

    private synchronized List<Waiting<Q, A>> take() {
        return line.take(throttle.together());
    }

    private void end(List<Waiting<Q, A>> batch) {
        boolean more;
        synchronized (this) {
            line.ended(batch);
            underWay--;
            more = !batch.isEmpty();
        }
        // With nothing taken, all that wait are behind others of their key, whose end begins them.
        if (more) {
            begin();
        }
    }

    private void make(List<Waiting<Q, A>> batch) {
        try {
            List<A> answers = batch.size() == 1
                    ? Collections.singletonList(table.ask(batch.get(0).request))
                    : table.askTogether(batch.stream().map(one -> one.request).toList());
            answer(batch, answers);
        } catch (RuntimeException e) {
            FailureKind kind = FailureKind.of(e);
            if (kind == FailureKind.THROTTLED) {
                again(batch);
            } else if (kind == FailureKind.REFUSED && batch.size() > 1) {
                make(batch.subList(0, batch.size() / 2));
                make(batch.subList(batch.size() / 2, batch.size()));
            } else {
                batch.forEach(one -> fail(one, e));
            }
        }
    }

    private void answer(List<Waiting<Q, A>> batch, List<A> answers) {
        List<Waiting<Q, A>> undone = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Waiting<Q, A> one = batch.get(i);
            A answer = answers.get(i);
            if (answer == null) {
                undone.add(one);
            } else {
                threads.answers().execute(() -> one.answer.complete(answer));
            }
        }
        if (undone.isEmpty()) {
            synchronized (this) {
                throttle.served();
            }
        } else {
            again(undone);
        }
    }

    /** In front of those who came later, in their order. */
    private synchronized void again(List<Waiting<Q, A>> undone) {
        throttle.throttled();
        undone.forEach(one -> one.throttled = true);
        line.addInFront(undone);
    }

    private void fail(Waiting<Q, A> one, Exception failure) {
        threads.answers().execute(() -> one.answer.completeExceptionally(failure));
    }
}
