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

    @Option(names = "--user", required = true, description = "Whose access ends.")
    private String user;

    @Option(names = "--room", description = "In this room alone; in all rooms if not given.")
    private String room;

    @Override
    public Integer call() throws Exception {
        Settings settings = Settings.load(Path.of(""), System.getenv());
        try (DynamoDbClient dynamoDb = AwsClients.of(settings).dynamoDb()) {
            int pending = Revoking.revocations(settings, dynamoDb).revoke(user, room);
            spec.commandLine()
                    .getOut()
                    .println(
                            pending == 0
                                    ? "Revoked, and every node has closed the user's sockets"
                                    : "Revoked. " + pending
                                            + " nodes did not answer: they close the user's sockets within"
                                            + " 10 s of reaching the table");
            return 0;
        } catch (SdkException e) {
            throw StartFailure.from(e, settings);
        }
    }
}
