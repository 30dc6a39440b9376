package dev.hermes.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/**
 * Makes requests to a table: one that comes alone at once and by itself, many that come at the same time together.
 *
 * <p>Nobody waits to be joined by others: a request waits only while as many as may be are under way, and shares the next
 * with all that wait with it. What a shared request fails to do, or is refused for, is done one by one, so that no request
 * suffers from its neighbours. Safe for use by many threads.
 */
public final class RequestBatcher<Q, A> {

    private static final int BAD_REQUEST = 400;

    private final Table<Q, A> table;
    private final int mostTogether;
    private final TableThreads threads;
    private final Queue<Waiting<Q, A>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();

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
     * @param mostTogether requests that the table takes at once
     */
    public RequestBatcher(Table<Q, A> table, int mostTogether, TableThreads threads) {
        this.table = table;
        this.mostTogether = mostTogether;
        this.threads = threads;
    }

    /** Fails as {@link Table#ask} does. The future is completed on the threads for answers. */
    public CompletableFuture<A> ask(Q request) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        waiting.add(new Waiting<>(request, answer));
        begin();
        return answer;
    }

    private void begin() {
        int now = underWay.get();
        while (now < threads.atATime() && !waiting.isEmpty()) {
            if (underWay.compareAndSet(now, now + 1)) {
                threads.requests().execute(this::run);
                return;
            }
            now = underWay.get();
        }
    }

    private void run() {
        List<Waiting<Q, A>> batch = take();
        try {
            if (batch.size() == 1) {
                alone(batch.get(0));
            } else if (!batch.isEmpty()) {
                together(batch);
            }
        } finally {
            underWay.decrementAndGet();
            begin();
        }
    }

    private List<Waiting<Q, A>> take() {
        List<Waiting<Q, A>> batch = new ArrayList<>();
        Waiting<Q, A> next = waiting.poll();
        while (next != null) {
            batch.add(next);
            next = batch.size() < mostTogether ? waiting.poll() : null;
        }
        return batch;
    }

    private void alone(Waiting<Q, A> one) {
        try {
            A answer = table.ask(one.request());
            threads.answers().execute(() -> one.answer().complete(answer));
        } catch (RuntimeException e) {
            threads.answers().execute(() -> one.answer().completeExceptionally(e));
        }
    }

    private void together(List<Waiting<Q, A>> batch) {
        try {
            List<A> found =
                    table.askTogether(batch.stream().map(Waiting::request).toList());
            for (int i = 0; i < batch.size(); i++) {
                A answer = found.get(i);
                if (answer == null) {
                    // Throttled, or too much for one response: by itself it has the retries of the SDK.
                    alone(batch.get(i));
                } else {
                    CompletableFuture<A> future = batch.get(i).answer();
                    threads.answers().execute(() -> future.complete(answer));
                }
            }
        } catch (RuntimeException e) {
            if (e instanceof DynamoDbException refusal && refusal.statusCode() == BAD_REQUEST) {
                // For one of them, or because batches are not allowed.
                batch.forEach(this::alone);
            } else {
                batch.forEach(
                        one -> threads.answers().execute(() -> one.answer().completeExceptionally(e)));
            }
        }
    }

    private record Waiting<Q, A>(Q request, CompletableFuture<A> answer) {}
}
