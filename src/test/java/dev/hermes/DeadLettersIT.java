package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.HermesProcess;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The command line shows what could not be delivered, and puts it back. */
class DeadLettersIT {

    @Test
    void areShownWithTheirReasonAndGoBackToTheQueue(@TempDir Path folder) throws Exception {
        try (DevStack stack = Stacks.start(Path.of(""), Map.of());
                World world = new World(stack)) {
            world.send("no JSON");
            await().until(() -> deadLetters(world) == 1);

            String listed = run(folder, stack, "dead-letters", "list");
            String redriven = run(folder, stack, "dead-letters", "redrive");

            assertThat(listed).contains("The body is not JSON  no JSON").contains("1 messages");
            assertThat(redriven).contains("1 messages are on the queue again");
            // It is as unreadable as before, and parked anew.
            await().until(() -> deadLetters(world) == 1);
            assertThat(world.takeDeadLetters()).singleElement().satisfies(message -> assertThat(message.body())
                    .isEqualTo("no JSON"));
        }
    }

    private static int deadLetters(World world) {
        String url = world.sqs()
                .getQueueUrl(get -> get.queueName(world.settings().get("hermes.notifications.dead-letter-queue")))
                .queueUrl();
        return Integer.parseInt(world.sqs()
                .getQueueAttributes(
                        get -> get.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    private static String run(Path folder, DevStack stack, String... arguments) throws Exception {
        try (HermesProcess hermes = HermesProcess.start(folder, HermesProcess.beside(stack), arguments)) {
            assertThat(hermes.exitCode()).isZero();
            return hermes.output();
        }
    }
}
