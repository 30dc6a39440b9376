package dev.hermes.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting of Hermes. Defaults stand in {@code application.properties}; a test holds both to each other. */
public final class Keys {

    public static final String PREFIX = "hermes.";

    private static final int ANY = Integer.MAX_VALUE;
    private static final int MIB = 1024 * 1024;
    /** SQS keeps a received message hidden for twelve hours at most. */
    private static final int LONGEST_VISIBILITY = 43_200;
    /** SQS holds a receive request for 20 s at most. */
    private static final int LONGEST_WAIT = 20;

    private static final int THREADS = 10_000;
    private static final int HIGHEST_PORT = 65_535;

    private static final Map<String, Key> ALL = Stream.of(
                    key("hermes.access.attributes", Kind.attributes().orEmpty()),
                    key("hermes.access.close-at-expiry", Kind.flag()),
                    secret("hermes.access.jwt-secret"),
                    key("hermes.access.max-bcrypt-cost", Kind.number(0, ANY, "")),
                    key("hermes.access.max-waiting-checks", Kind.number(1, ANY, "")),
                    secret("hermes.access.passcode"),
                    key("hermes.access.remember-pairs", Kind.number(0, ANY, "")),
                    key("hermes.access.remember-seconds", Kind.number(0, ANY, "seconds")),
                    key("hermes.apigateway.endpoint", Kind.url().orEmpty()),
                    secret("hermes.apigateway.events-secret"),
                    key("hermes.apigateway.max-concurrent-posts", Kind.number(1, ANY, "")),
                    key("hermes.apigateway.timeout-seconds", Kind.number(1, ANY, "seconds")),
                    key("hermes.aws.attempt-milliseconds", Kind.number(1, ANY, "milliseconds")),
                    key("hermes.aws.dynamodb-endpoint", Kind.url().orEmpty()),
                    key("hermes.aws.request-milliseconds", Kind.number(1, ANY, "milliseconds")),
                    key("hermes.aws.sqs-endpoint", Kind.url().orEmpty()),
                    key("hermes.connections-api.access-key-id", Kind.text()),
                    secret("hermes.connections-api.secret-access-key"),
                    key("hermes.connections.index", Kind.index()),
                    key("hermes.connections.look-up-threads", Kind.number(0, THREADS, "threads")),
                    key("hermes.connections.table", Kind.table()),
                    key("hermes.gateway.allowed-origins", Kind.origins().orEmpty()),
                    key("hermes.gateway.console", Kind.oneOf("off", "local", "signed")),
                    key("hermes.gateway.demo", Kind.flag()),
                    key("hermes.gateway.drain-delay-seconds", Kind.number(0, ANY, "seconds")),
                    key("hermes.gateway.drain-seconds", Kind.number(0, ANY, "seconds")),
                    key("hermes.gateway.handshake-seconds", Kind.number(0, ANY, "seconds")),
                    key("hermes.gateway.handshakes-per-address-per-second", Kind.number(0, ANY, "")),
                    key("hermes.gateway.host", Kind.host()),
                    key("hermes.gateway.max-sockets", Kind.number(0, ANY, "")),
                    key("hermes.gateway.max-sockets-per-address", Kind.number(0, ANY, "")),
                    key("hermes.gateway.max-sockets-per-user", Kind.number(0, ANY, "")),
                    key("hermes.gateway.port", Kind.number(1, HIGHEST_PORT, "")),
                    key("hermes.gateway.stage", Kind.stage()),
                    key("hermes.gateway.trusted-proxies", Kind.networks().orEmpty()),
                    key("hermes.history.replay-messages", Kind.number(0, ANY, "")),
                    key("hermes.history.seconds", Kind.number(0, ANY, "seconds")),
                    key("hermes.history.threads", Kind.number(0, THREADS, "threads")),
                    key("hermes.log.format", Kind.oneOf("text", "json")),
                    key(
                            "hermes.log.level",
                            Kind.oneOf("trace", "debug", "info", "warn", "error", "fatal", "off", "all")
                                    .orEmpty()),
                    key("hermes.management.host", Kind.host()),
                    key("hermes.management.port", Kind.number(0, HIGHEST_PORT, "")),
                    key("hermes.node.endpoint", Kind.url()),
                    key("hermes.node.lease-seconds", Kind.number(1, ANY, "seconds")),
                    key("hermes.notifications.consumers", Kind.number(1, THREADS, "")),
                    key("hermes.notifications.dead-letter-queue", Kind.queue()),
                    key(
                            "hermes.notifications.dead-letter-queue-url",
                            Kind.queueUrl().orEmpty()),
                    key("hermes.notifications.max-in-flight", Kind.number(1, ANY, "")),
                    key("hermes.notifications.max-waiting", Kind.number(0, ANY, "")),
                    key("hermes.notifications.queue", Kind.queue()),
                    key("hermes.notifications.queue-url", Kind.queueUrl().orEmpty()),
                    key("hermes.notifications.visibility-seconds", Kind.number(1, LONGEST_VISIBILITY, "seconds")),
                    key("hermes.notifications.wait-seconds", Kind.number(0, LONGEST_WAIT, "seconds")),
                    key("hermes.rooms.table", Kind.table()),
                    key("hermes.routes.reload", Kind.flag()),
                    key("hermes.tokens.table", Kind.table()),
                    key("hermes.tracing.endpoint", Kind.url().orEmpty()),
                    key("hermes.tracing.ratio", Kind.ratio()),
                    key("hermes.websocket.event-threads", Kind.number(1, THREADS, "threads")),
                    key("hermes.websocket.handshake-threads", Kind.number(1, THREADS, "threads")),
                    key("hermes.websocket.handshakes-per-second", Kind.number(1, ANY, "")),
                    key("hermes.websocket.max-message-bytes", Kind.number(0, 1024 * MIB, "bytes")),
                    key("hermes.websocket.max-messages-per-second", Kind.number(0, ANY, "")),
                    key("hermes.websocket.max-queue-bytes", Kind.number(1, ANY, "bytes")),
                    key("hermes.websocket.ping-seconds", Kind.number(0, ANY, "seconds")))
            .collect(Collectors.toMap(Key::name, Function.identity(), (one, other) -> one, TreeMap::new));

    private Keys() {}

    /** In the order of their names. */
    public static List<Key> all() {
        return List.copyOf(ALL.values());
    }

    public static boolean isSecret(String name) {
        return ALL.containsKey(name) && ALL.get(name).secret();
    }

    /** The key, or empty if Hermes has none of this name. */
    public static Optional<Key> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** The name of the setting that is most like {@code name}. */
    public static String nearest(String name) {
        return EditDistance.nearest(name, ALL.keySet());
    }

    private static Key key(String name, Kind kind) {
        return new Key(name, kind, false);
    }

    private static Key secret(String name) {
        return new Key(name, Kind.text(), true);
    }
}
