package dev.hermes.command;

import dev.hermes.AwsClients;
import dev.hermes.Settings;
import dev.hermes.StartFailure;
import dev.hermes.queue.QueueAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Creates what Hermes needs in AWS and does not find. What is there is left as it is, but for a missing index or TTL. */
@Command(
        name = "setup",
        description = "Create the tables (with index and TTL) and queues (with redrive policy) that are missing.",
        mixinStandardHelpOptions = true)
public final class SetupCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        run(Settings.load(Path.of(""), System.getenv()), spec.commandLine().getOut());
        return 0;
    }

    /**
     * Prints what is there, what it creates, and what it waits for.
     *
     * @throws StartFailure if AWS refuses or cannot be reached
     * @throws IllegalStateException if a queue that is set by its URL is missing, or a FIFO queue has no FIFO dead-letter
     *     queue; the message says so
     */
    public static void run(Settings settings, PrintWriter out) {
        Progress progress = new Progress(out);
        AwsClients aws = AwsClients.of(settings);
        try (DynamoDbClient dynamoDb = aws.dynamoDb();
                SqsClient sqs = aws.sqs()) {
            TableSetup tables = new TableSetup(dynamoDb, out, progress);
            tables.connections(settings.get("hermes.connections.table"), settings.get("hermes.connections.index"));
            tables.rooms(settings.get("hermes.rooms.table"));
            tables.tokens(settings.get("hermes.tokens.table"));
            QueueSetup queues = new QueueSetup(sqs, out);
            progress.during(
                    "Asking SQS for the queues",
                    () -> queues.queues(
                            address(sqs, settings, "hermes.notifications.queue"),
                            address(sqs, settings, "hermes.notifications.dead-letter-queue"),
                            settings.number("hermes.notifications.visibility-seconds")));
        } catch (SdkException e) {
            throw StartFailure.from(e, settings);
        }
    }

    private static QueueAddress address(SqsClient sqs, Settings settings, String key) {
        return new QueueAddress(sqs, settings.get(key), settings.get(key + "-url"));
    }
}
