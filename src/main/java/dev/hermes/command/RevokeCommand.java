package dev.hermes.command;

import dev.hermes.AwsClients;
import dev.hermes.Revoking;
import dev.hermes.Settings;
import dev.hermes.StartFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Takes a user's access away and closes the user's sockets on all nodes. */
@Command(
        name = "revoke",
        description = "Delete a user's rows in the table of tokens and close the user's sockets on all nodes (4403).",
        mixinStandardHelpOptions = true)
public final class RevokeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--user", required = true, description = "The user to revoke.")
    private String user;

    @Option(names = "--room", description = "Only for this room (default: all rooms).")
    private String room;

    @Override
    public Integer call() throws Exception {
        // Read when the log is first used: what is printed says the same.
        System.getProperties().putIfAbsent("hermes.log.level", "warn");
        Settings settings = Settings.load(Path.of(""), System.getenv());
        try (DynamoDbClient dynamoDb = AwsClients.of(settings).dynamoDb()) {
            int pending = Progress.onTerminal(spec.commandLine().getErr())
                    .during(() -> "Telling the nodes and API Gateway", () -> Revoking.revocations(settings, dynamoDb)
                            .revoke(user, room));
            spec.commandLine().getOut().println(result(pending, settings));
            return 0;
        } catch (SdkException e) {
            throw StartFailure.from(e, settings);
        }
    }

    private static String result(int pending, Settings settings) {
        if (pending == 0) {
            return "Revoked, and every node has closed the user's sockets";
        }
        String result = "Revoked. " + (pending == 1 ? "1 node has" : pending + " nodes have")
                + " not confirmed it: the user's sockets there are closed within 10 s, or when the node reaches the table again";
        return settings.get("hermes.connections-api.access-key-id").isEmpty()
                ? result + ". Set HERMES_API_ACCESS_KEY_ID and HERMES_API_SECRET_ACCESS_KEY, as the nodes have them,"
                        + " to close them at once"
                : result;
    }
}
