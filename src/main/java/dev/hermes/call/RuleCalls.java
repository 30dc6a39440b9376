package dev.hermes.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hermes.management.Body;
import dev.hermes.management.PercentEncoding;
import dev.hermes.management.Refusal;
import dev.hermes.management.Reply;
import dev.hermes.management.SignedCalls;
import dev.hermes.pool.Pool;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.component.platform.http.PlatformHttpComponent;

/**
 * HTTP calls that rules serve: {@code /{stage}/@rules/{path}}, signed like {@code @connections}, goes to the route that
 * consumes {@code platform-http} with that path.
 *
 * <p>Calls have threads of their own, so a slow rule delays other calls of rules and nothing else.
 */
public final class RuleCalls implements Consumer<Router>, AutoCloseable {

    private static final String BEFORE = "/(?<stage>[^/]+)/(?:@|%40)rules";
    private static final String PATH = BEFORE + "/.*";
    private static final int LONGEST_BODY = 256 * 1024;
    private static final int THREADS = 8;
    private static final int MOST_UNDER_WAY = 256;
    /** API Gateway waits as long for an integration. */
    private static final Duration LONGEST = Duration.ofSeconds(29);

    private final SignedCalls calls;
    private final Pool pool;
    private final CallPaths paths = new CallPaths();
    private final RunningCalls running;

    public RuleCalls(SignedCalls calls, MeterRegistry meters) {
        this.calls = calls;
        this.pool = new Pool("rule-calls", THREADS, MOST_UNDER_WAY, meters);
        this.running = new RunningCalls(MOST_UNDER_WAY, meters);
    }

    /** The component {@code platform-http} for one set of rules. */
    public PlatformHttpComponent component() {
        return new RuleCallComponent(paths);
    }

    @Override
    public void accept(Router router) {
        router.routeWithRegex(PATH)
                .handler(routing ->
                        calls.take(routing, LONGEST_BODY, (method, body, reply) -> take(routing, method, body, reply)));
    }

    private void take(RoutingContext routing, String method, Body body, Reply reply) {
        RuleCall call = new RuleCall(method, path(routing), query(routing.queryParams()));
        Optional<RuleCallConsumer> consumer = paths.find(call.path());
        if (consumer.isEmpty()) {
            reply.refuse(Refusal.NOT_FOUND, "No rule serves " + call.path());
        } else if (!consumer.get().allows(method)) {
            reply.refuse(Refusal.METHOD_NOT_ALLOWED);
        } else if (running.begin()) {
            RunningCall one = new RunningCall(call, body.bytes().toString(UTF_8), reply, running);
            expire(routing.vertx(), one);
            try {
                // Asked again there: a set of rules may have taken over meanwhile.
                pool.execute(() -> one.run(paths.enter(call.path(), consumer.get())));
            } catch (RejectedExecutionException e) {
                one.refuse();
            }
        } else {
            reply.refuse(Refusal.UNAVAILABLE);
        }
    }

    private static void expire(Vertx vertx, RunningCall call) {
        long timer = vertx.setTimer(LONGEST.toMillis(), any -> call.expire());
        call.whenAnswered(() -> vertx.cancelTimer(timer));
    }

    private static String path(RoutingContext routing) {
        String path = routing.request().path();
        String below = path.replaceFirst("^" + BEFORE, "");
        return PercentEncoding.decodeStrictly(below)
                .orElseThrow(() -> new IllegalArgumentException("The path must be percent-encoded UTF-8"))
                .replaceAll("(?<=.)/+$", "");
    }

    private static Map<String, String> query(MultiMap parameters) {
        Map<String, String> query = new LinkedHashMap<>();
        parameters.forEach(parameter -> query.putIfAbsent(parameter.getKey(), parameter.getValue()));
        return query;
    }

    @Override
    public void close() {
        pool.close();
    }
}
