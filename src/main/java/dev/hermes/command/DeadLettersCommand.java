package dev.hermes.command;

import dev.hermes.AwsClients;
import dev.hermes.Settings;
import dev.hermes.StartFailure;
import dev.hermes.queue.QueueAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Shows what lies in the dead-letter queue and why, and puts it back on the queue. */
@Command(
        name = "dead-letters",
        description = "Show what could not be delivered and why, or put it back on the queue.",
        mixinStandardHelpOptions = true)
public final class DeadLettersCommand implements Callable<Integer> {

    private static final String LONGEST = "1000";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 2;
    }

    /** Leaves every message where it is; for a minute no other reader sees it. */
    @Command(
            name = "list",
            description = "Print the time, id, reason and beginning of the body of each message.",
            mixinStandardHelpOptions = true)
    int list(
            @Option(
                            names = "--limit",
                            defaultValue = LONGEST,
                            description = "How many messages at most (default: ${DEFAULT-VALUE}).")
                    int limit)
            throws IOException {
        return with(letters -> {
            List<ParkedMessage> found = read(letters, limit);
            found.forEach(letter -> out().println(letter.describe()));
            progress().during("Putting them back", () -> letters.putBack(found));
            out().println(found.size() + " messages");
        });
    }

    /** A message is deleted there after it is on the queue: if that fails between, it is on both. */
    @Command(
            name = "redrive",
            description = "Put the messages back on the queue, and delete them from the dead-letter queue.",
            mixinStandardHelpOptions = true)
    int redrive(
            @Option(
                            names = "--limit",
                            defaultValue = LONGEST,
                            description = "How many messages at most (default: ${DEFAULT-VALUE}).")
                    int limit)
            throws IOException {
        return with(letters -> {
            List<ParkedMessage> found = read(letters, limit);
            AtomicInteger done = new AtomicInteger();
            progress().during(() -> done + " of " + found.size() + " messages are on the queue again", () -> {
                found.forEach(letter -> {
                    letters.redrive(letter);
                    done.incrementAndGet();
                });
                return done;
            });
            out().println(found.size() + " messages are on the queue again");
        });
    }

    private List<ParkedMessage> read(ParkedMessages letters, int limit) {
        return progress().during(() -> "Reading the dead-letter queue", () -> letters.read(limit));
    }

    private Progress progress() {
        return Progress.onTerminal(spec.commandLine().getErr());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private interface Task {
        void run(ParkedMessages letters);
    }

    private static int with(Task task) throws IOException {
        Settings settings = Settings.load(Path.of(""), System.getenv());
        try (SqsClient sqs = AwsClients.of(settings).sqs()) {
            task.run(new ParkedMessages(
                    sqs,
                    address(sqs, settings, "hermes.notifications.queue"),
                    address(sqs, settings, "hermes.notifications.dead-letter-queue")));
            return 0;
        } catch (SdkException e) {
            throw StartFailure.from(e, settings);
        }
    }

    private static QueueAddress address(SqsClient sqs, Settings settings, String key) {
        return new QueueAddress(sqs, settings.get(key), settings.get(key + "-url"));
    }
}
