package dev.hermes.dev;

import dev.hermes.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Dev stacks for tests, on ports that are free. */
public final class Stacks {

    /** By which an API Gateway proves that it is one. */
    public static final String EVENTS_SECRET = "a-secret-between-gateway-and-hermes";

    private static DevStack shared;

    private Stacks() {}

    /** The one that tests share which leave it as it was; it ends with the JVM. */
    public static synchronized DevStack shared() {
        if (shared == null) {
            shared = start(Path.of(""), Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "shared-stack"));
        }
        return shared;
    }

    /** One of the test's own, which an API Gateway tells its events, with what {@code environment} sets. */
    public static DevStack behind(ApiGatewayStandIn gateway, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of(
                "HERMES_APIGATEWAY_ENDPOINT", gateway.endpoint(), "HERMES_APIGATEWAY_EVENTS_SECRET", EVENTS_SECRET));
        all.putAll(environment);
        return start(Path.of(""), all);
    }

    /** One of the test's own, with what {@code environment} sets. */
    public static DevStack start(Path folder, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of(
                "HERMES_SQS_PORT", "0",
                "HERMES_DYNAMODB_PORT", "0",
                "HERMES_GATEWAY_PORT", Integer.toString(FreePort.find()),
                "HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find()),
                "HERMES_ROUTES_RELOAD", "false",
                // A stop waits for the end of a long poll.
                "HERMES_NOTIFICATIONS_WAIT_SECONDS", "1"));
        all.putAll(environment);
        try {
            return new DevStack(folder, all);
        } catch (Exception e) {
            throw new IllegalStateException("The dev stack did not start: " + e.getMessage(), e);
        }
    }

    /** Of a further node on this machine, beside one of these settings, on the same queue and tables. */
    public static Settings beside(Settings node) {
        return node.with("hermes.gateway.port", Integer.toString(FreePort.find()))
                .with("hermes.management.port", Integer.toString(FreePort.find()));
    }
}
