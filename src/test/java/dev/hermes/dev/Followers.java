package dev.hermes.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.bench.Latencies;
import dev.hermes.bench.Report;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.impl.WebSocketInternal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Clients that ask for numbers, each of which comes back by itself, to any node that takes it. */
public final class Followers implements AutoCloseable {

    private static final int USERS = 10;
    private static final int MOST = 20_000;
    private static final int LONGEST_FRAME = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(MOST)
            .setMaxFrameSize(LONGEST_FRAME)
            .setSoLinger(0));
    private final List<String> tokens;
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final Map<Long, Integer> byNumber = new ConcurrentHashMap<>();
    private final Map<Integer, Long> byMessage = new ConcurrentHashMap<>();
    /** One number for two messages, two for one, a frame before the greeting. */
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();

    private final Queue<Long> opened = new ConcurrentLinkedQueue<>();
    private volatile Duration pause = Duration.ofMillis(200);
    private volatile boolean cutting;
    private volatile boolean leaving;

    public Followers(World world, String room) {
        tokens = IntStream.range(0, USERS)
                .mapToObj(n -> world.token("follower-" + n, room, Duration.ofHours(1)))
                .toList();
    }

    /** They come back to these nodes from now on, to each as likely as to any other. */
    public void use(List<Integer> gateways) {
        ports.addAll(gateways);
        ports.removeIf(port -> !gateways.contains(port));
    }

    /** They come back after about so long, of which they choose half at random. */
    public void pause(Duration about) {
        pause = about;
    }

    /** So many more come, and are greeted. */
    public void join(int count) {
        IntStream.range(0, count)
                .mapToObj(n -> new Follower(this, tokens.get(n % USERS)))
                .peek(followers::add)
                .forEach(this::connect);
        await().atMost(PATIENCE).until(() -> followers.stream().allMatch(Follower::isGreeted));
    }

    private void connect(Follower follower) {
        if (leaving) {
            return;
        }
        int port = ports.get(ThreadLocalRandom.current().nextInt(ports.size()));
        follower.asks();
        WebSocketConnectOptions request = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/dev?token=" + URLEncoder.encode(follower.token(), StandardCharsets.UTF_8) + "&since="
                        + follower.since());
        client.connect(request).onComplete(result -> {
            if (result.failed()) {
                later(follower);
                return;
            }
            WebSocket socket = result.result();
            opened.add(System.nanoTime());
            follower.opened(socket);
            socket.textMessageHandler(text -> accept(follower, text));
            socket.exceptionHandler(cut -> {});
            socket.closeHandler(closed -> {
                follower.closed();
                later(follower);
            });
        });
    }

    private void accept(Follower follower, String text) {
        try {
            follower.accept(text);
        } catch (IllegalArgumentException e) {
            contradictions.add(e.getMessage());
        }
    }

    private void later(Follower follower) {
        long most = pause.toMillis();
        vertx.setTimer(ThreadLocalRandom.current().nextLong(most / 2, most + 1), timer -> connect(follower));
    }

    /** Somebody got a message with a number. */
    void numbered(int n, long number) {
        Integer other = byNumber.putIfAbsent(number, n);
        Long before = byMessage.putIfAbsent(n, number);
        if (other != null && other != n || before != null && before != number) {
            contradictions.add("message " + n + " has number " + number + ", where message " + other + " has it and "
                    + n + " had " + before);
        }
    }

    /** Cuts the connection of each of them again and again, after {@code least} to {@code most}, without a word. */
    public void cutAgainAndAgain(Duration least, Duration most) {
        cutting = true;
        followers.forEach(follower -> cutLater(follower, least.toMillis(), most.toMillis()));
    }

    private void cutLater(Follower follower, long least, long most) {
        vertx.setTimer(ThreadLocalRandom.current().nextLong(least, most + 1), timer -> {
            if (cutting) {
                cut(follower);
                cutLater(follower, least, most);
            }
        });
    }

    /** Cuts no more. */
    public void cutNoMore() {
        cutting = false;
    }

    private static void cut(Follower follower) {
        if (follower.socket() instanceof WebSocketInternal open) {
            ChannelHandlerContext channel = open.channelHandlerContext();
            channel.close();
        }
    }

    /** Cuts all of them at once. */
    public void cutAll() {
        followers.forEach(Followers::cut);
    }

    /** How many are greeted and connected. */
    public long connected() {
        return followers.stream()
                .filter(follower -> follower.socket() != null && follower.isGreeted())
                .count();
    }

    /** When each connection was opened, by {@link System#nanoTime}, in order. */
    public List<Long> opened() {
        return opened.stream().sorted().toList();
    }

    /** How many deliveries are missing, of the first {@code count} messages to each of them. */
    public int missing(int count) {
        return sum(follower -> follower.missing(count));
    }

    /** What they got of the first {@code count} messages, for a line of a report. */
    public Report.Line add(Report.Line line, int count) {
        return line.with("messages", count)
                .with("followers", followers.size())
                .with("missing", missing(count))
                .with("doubled", sum(Follower::doubled))
                .with("holes", sum(Follower::holes))
                .with("reloads", sum(Follower::reloads));
    }

    /** Each of them got what it got once, with the number that it had to expect, and all in the same order. */
    public void verify() {
        assertThat(contradictions).isEmpty();
        assertThat(sum(Follower::doubled)).as("doubled").isZero();
        assertThat(sum(Follower::holes)).as("holes").isZero();
        assertThat(sum(Follower::reloads)).as("reloads").isZero();
    }

    private int sum(ToIntFunction<Follower> figure) {
        return followers.stream().mapToInt(figure).sum();
    }

    public Latencies replays() {
        return new Latencies(followers.stream()
                .flatMap(follower -> follower.replays().stream())
                .mapToLong(Long::longValue)
                .toArray());
    }

    @Override
    public void close() {
        leaving = true;
        cutting = false;
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
