package dev.hermes.dev;

import dev.hermes.AwsClients;
import dev.hermes.Settings;
import dev.hermes.access.JwtSecret;
import dev.hermes.access.TokenMint;
import dev.hermes.access.TokenTable;
import dev.hermes.access.Tokens;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the dev stack prints when it is ready: all there to click or paste. */
final class Greeting {

    private final DevStack stack;

    Greeting(DevStack stack) {
        this.stack = stack;
    }

    String text() {
        Settings settings = stack.settings();
        String page = "http://" + settings.get("hermes.gateway.host") + ":" + settings.get("hermes.gateway.port") + "/";
        String socket = page.replaceFirst("^http", "ws") + settings.get("hermes.gateway.stage");
        String queue = settings.get("hermes.notifications.queue");
        return """

                Hermes is ready.

                  Page     %s?user=ada&room=lobby
                  Console  %sconsole
                  Socket   %s?token=<token>
                  Token    %s
                           (ada in lobby, for a day)

                  Send     curl %s/000000000000/%s -d Action=SendMessage --data-urlencode 'MessageBody={"user_id":"shop","room_id":"lobby","data":{"title":"Hello"}}'
                           (cmd: the same with "MessageBody={\\"room_id\\":\\"lobby\\",\\"data\\":1}"; PowerShell: curl.exe)
                  or       %s -jar target/hermes.jar send --room lobby --user shop '{"type":"order","title":"Order 17 shipped","level":"success"}'
                           (after ./mvnw -q package -DskipTests)
                  or       %s aws sqs send-message --endpoint-url %s --region eu-west-1 --queue-url %s/000000000000/%s --message-body '{"user_id":"shop","room_id":"lobby","data":"Hello"}'

                  SQS      %s
                  DynamoDB %s
                  API      %s/@connections (key id %s; its secret is "local" unless you set another)
                  Health   http://%s:%s/observe/health

                Edit routes/*.camel.yaml and see it at once. Ctrl-C ends it all.
                """.formatted(
                        page,
                        page,
                        socket,
                        token(settings),
                        stack.sqs().endpoint(),
                        queue,
                        environment() + " java",
                        "AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local",
                        stack.sqs().endpoint(),
                        stack.sqs().endpoint(),
                        queue,
                        stack.sqs().endpoint(),
                        stack.dynamoDb().endpoint(),
                        page + settings.get("hermes.gateway.stage"),
                        settings.get("hermes.connections-api.access-key-id"),
                        settings.get("hermes.management.host"),
                        settings.get("hermes.management.port"));
    }

    private String environment() {
        return "AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local HERMES_AWS_SQS_ENDPOINT="
                + stack.sqs().endpoint();
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
