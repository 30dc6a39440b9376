package dev.hermes;

import dev.hermes.settings.OwnAddress;
import java.io.IOException;
import java.nio.file.Files;

/** The line of the log that says which Hermes starts, on what, and where it will be reached. */
final class StartLine {

    private final Settings settings;
    private final String region;

    StartLine(Settings settings, String region) {
        this.settings = settings;
        this.region = region;
    }

    String text() throws IOException {
        return new Hermes.Version().getVersion()[0] + " starts stage " + settings.get("hermes.gateway.stage")
                + ": queue " + queue()
                + ", tables " + settings.get("hermes.connections.table")
                + ", " + settings.get("hermes.rooms.table")
                + " and " + settings.get("hermes.tokens.table")
                + ", region " + region + at("hermes.aws.sqs-endpoint", "SQS")
                + at("hermes.aws.dynamodb-endpoint", "DynamoDB")
                + ", gateway " + address("hermes.gateway")
                + ", management " + address("hermes.management")
                + ", reached by other nodes at " + settings.get("hermes.node.endpoint")
                + ", rules " + rules();
    }

    private String queue() {
        String url = settings.get("hermes.notifications.queue-url");
        return url.isEmpty() ? settings.get("hermes.notifications.queue") : url;
    }

    private String at(String key, String service) {
        String endpoint = settings.get(key);
        return endpoint.isEmpty() ? "" : ", " + service + " at " + endpoint;
    }

    private String address(String server) {
        String host = settings.get(server + ".host");
        return OwnAddress.inUrl(host) + ":" + settings.get(server + ".port");
    }

    private String rules() {
        return Files.isDirectory(settings.routes()) ? "of " + settings.routes().toAbsolutePath() : "of the jar";
    }
}
