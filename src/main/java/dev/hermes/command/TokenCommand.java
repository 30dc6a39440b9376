package dev.hermes.command;

import dev.hermes.Access;
import dev.hermes.AwsClients;
import dev.hermes.Settings;
import dev.hermes.StartFailure;
import dev.hermes.access.TokenMint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Mints a token and lets its holder in. */
@Command(
        name = "token",
        description = "Print a token for a user in a room, and store its BCrypt hash in the table of tokens.",
        mixinStandardHelpOptions = true)
public final class TokenCommand implements Callable<Integer> {

    private static final String ATTRIBUTES = "hermes.access.attributes";

    @Spec
    private CommandSpec spec;

    @Option(names = "--user", required = true, description = "The user who connects.")
    private String user;

    @Option(names = "--room", required = true, description = "The room to enter.")
    private String room;

    @Option(
            names = "--ttl",
            defaultValue = "1h",
            paramLabel = "<duration>",
            converter = TimeToLive.class,
            description = "How long the token is valid: 30m, 1h, 7d, PT1H30M ... (default: ${DEFAULT-VALUE}).")
    private Duration ttl;

    @Option(
            names = "--attribute",
            paramLabel = "<name>=<value>",
            description = "An attribute of its connections, by which rules choose recipients; repeat it for others.")
    private Map<String, String> attributes = Map.of();

    @Override
    public Integer call() throws Exception {
        if (user.isEmpty() || room.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--user and --room must not be empty");
        }
        Settings settings = Settings.load(Path.of(""), System.getenv());
        requireKnown(settings.list(ATTRIBUTES));
        try (DynamoDbClient dynamoDb = AwsClients.of(settings).dynamoDb()) {
            TokenMint mint = new Access(settings, dynamoDb).mint();
            String token = Progress.onTerminal(spec.commandLine().getErr())
                    .during(() -> "Waiting for DynamoDB", () -> mint.mint(user, room, ttl, attributes));
            spec.commandLine().getOut().println(token);
            return 0;
        } catch (SdkException e) {
            throw StartFailure.from(e, settings);
        }
    }

    private void requireKnown(List<String> known) {
        attributes.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ParameterException(
                            spec.commandLine(), "--attribute " + name + ": " + ATTRIBUTES + " does not name it");
                });
    }
}
