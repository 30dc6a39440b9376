package dev.hermes.dev;

import dev.hermes.bench.Latencies;
import dev.hermes.dev.WebSocketClient.Refused;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Known clients that come at a steady pace, each for a second, and how they are answered. */
public final class Connects implements AutoCloseable {

    private static final int USERS = 20;
    private static final int THREADS = 40;
    /** The answer to a client whose connection was cut. */
    private static final int NONE = 0;

    private final World world;
    private final List<String> tokens;
    private final AtomicInteger count = new AtomicInteger();
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);

    private record Answer(long askedAt, double millis, int status) {}

    public Connects(World world, int perSecond, String room) {
        this.world = world;
        this.tokens = IntStream.range(0, USERS)
                .mapToObj(n -> world.token("visitor-" + n, room))
                .toList();
        threads.scheduleAtFixedRate(
                () -> threads.execute(this::connect), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void connect() {
        String token = tokens.get(count.getAndIncrement() % USERS);
        long asked = System.nanoTime();
        int status = NONE;
        try {
            WebSocketClient client = WebSocketClient.open(world.withToken(token), frame -> {});
            status = 101;
            leave(client);
        } catch (Refused refused) {
            status = refused.status();
        } catch (CompletionException | IllegalStateException cut) {
            status = NONE;
        } finally {
            answers.add(new Answer(asked, (System.nanoTime() - asked) / 1e6, status));
        }
    }

    private void leave(WebSocketClient client) {
        try {
            threads.schedule(client::close, 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException stopped) {
            client.close();
        }
    }

    /** The status of the last answer; 0 if the connection was cut without one. */
    public int lastAnswer() {
        return answers.isEmpty() ? NONE : answers.get(answers.size() - 1).status();
    }

    /** How often each status was the answer to those who came after {@code nanos}. */
    public Map<Integer, Integer> answers(long nanos) {
        Map<Integer, Integer> counts = new TreeMap<>();
        answers.stream()
                .filter(answer -> answer.askedAt() - nanos > 0)
                .forEach(answer -> counts.merge(answer.status(), 1, Integer::sum));
        return counts;
    }

    /** How long the answers took to those who came from {@code then} to before {@code end}. */
    public Latencies latencies(long then, long end) {
        return new Latencies(answers.stream()
                .filter(answer -> answer.askedAt() - then >= 0 && answer.askedAt() - end < 0)
                .mapToLong(answer -> (long) (answer.millis() * 1e6))
                .toArray());
    }

    /** How long the slowest answer took to those who came after {@code nanos}. */
    public double slowestMillis(long nanos) {
        return answers.stream()
                .filter(answer -> answer.askedAt() - nanos > 0)
                .mapToDouble(Answer::millis)
                .max()
                .orElse(0);
    }

    /** Lets no more come, and returns when all have left. */
    public void stop() {
        threads.shutdown();
        try {
            threads.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
