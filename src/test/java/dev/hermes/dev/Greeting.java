package dev.hermes.dev;

import dev.hermes.AwsClients;
import dev.hermes.Settings;
import dev.hermes.access.JwtSecret;
import dev.hermes.access.TokenMint;
import dev.hermes.access.TokenTable;
import dev.hermes.access.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the dev stack prints when it is ready: all there to click or paste. */
final class Greeting {

    private static final String BODY =
            "{\"user_id\":\"shop\",\"room_id\":\"lobby\",\"data\":{\"type\":\"order\",\"title\":\"Order 17 shipped\"}}";
    private static final String DATA = "{\"type\":\"order\",\"title\":\"Order 17 shipped\"}";

    private final DevStack stack;
    private final List<Terminal> terminals;

    /** @param system the name of the operating system whose terminals it is pasted into */
    Greeting(DevStack stack, String system) {
        this.stack = stack;
        this.terminals = Terminal.of(system);
    }

    String text() {
        Settings settings = stack.settings();
        String page = "http://" + settings.get("hermes.gateway.host") + ":" + settings.get("hermes.gateway.port") + "/";
        String stage = settings.get("hermes.gateway.stage");
        return """

                Hermes is ready.

                  Page     %s?user=ada&room=lobby
                  Console  %sconsole
                  Socket   %s?token=<token>
                  Token    %s
                           (ada in lobby, for a day)

                Send to the lobby, from another terminal:
                %s
                The same with the jar, after %s package -DskipTests:
                %s
                The same with the AWS command line:
                %s
                  SQS      %s
                  DynamoDB %s
                  API      %s/@connections (key id %s; its secret is "local" unless you set another)
                  Health   http://%s:%s/observe/health

                Edit routes/*.camel.yaml and see it at once. Ctrl-C ends it all.
                """.formatted(
                        page,
                        page,
                        page.replaceFirst("^http", "ws") + stage,
                        token(settings),
                        byCurl(),
                        terminals.contains(Terminal.SHELL) ? "./mvnw" : ".\\mvnw.cmd",
                        byJar(),
                        byAws(),
                        stack.sqs().endpoint(),
                        stack.dynamoDb().endpoint(),
                        page + stage,
                        settings.get("hermes.connections-api.access-key-id"),
                        settings.get("hermes.management.host"),
                        settings.get("hermes.management.port"));
    }

    private String byCurl() {
        return lines(
                Map.of(), "curl", queueUrl(), "-d", "Action=SendMessage", "--data-urlencode", "MessageBody=" + BODY);
    }

    private String byJar() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("AWS_REGION", "eu-west-1");
        environment.putAll(credentials());
        environment.put("HERMES_AWS_SQS_ENDPOINT", stack.sqs().endpoint());
        return lines(
                environment, "java", "-jar", "target/hermes.jar", "send", "--room", "lobby", "--user", "shop", DATA);
    }

    private String byAws() {
        return lines(
                credentials(),
                "aws",
                "sqs",
                "send-message",
                "--region",
                "eu-west-1",
                "--endpoint-url",
                stack.sqs().endpoint(),
                "--queue-url",
                queueUrl(),
                "--message-body",
                BODY);
    }

    private static Map<String, String> credentials() {
        Map<String, String> credentials = new LinkedHashMap<>();
        credentials.put("AWS_ACCESS_KEY_ID", "local");
        credentials.put("AWS_SECRET_ACCESS_KEY", "local");
        return credentials;
    }

    private String queueUrl() {
        return stack.sqs().endpoint() + "/000000000000/" + stack.settings().get("hermes.notifications.queue");
    }

    /** One line for each terminal, under its name where there are several. */
    private String lines(Map<String, String> environment, String... words) {
        return terminals.stream()
                .map(terminal -> (terminals.size() == 1 ? "" : "  " + terminal.title() + "\n") + "  "
                        + terminal.line(environment, List.of(words)) + "\n")
                .collect(Collectors.joining());
    }

    private static String token(Settings settings) {
        Tokens tokens = new Tokens(JwtSecret.key(settings.get("hermes.access.jwt-secret")), Clock.systemUTC());
        try (DynamoDbClient dynamoDb = AwsClients.of(settings).dynamoDb()) {
            TokenTable table = new TokenTable(dynamoDb, settings.get("hermes.tokens.table"));
            return new TokenMint(tokens, table, settings.get("hermes.access.passcode"))
                    .mint("ada", "lobby", Duration.ofDays(1));
        }
    }
}
