package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hermes.dev.Cable;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.FreePort;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Section 3 of the contract: DynamoDB is away while a message is handled. */
class TableAwayIT {

    @Test
    void deliversWhatCameWhileTheTableWasAwayWhenItIsBack() throws Exception {
        int table = FreePort.find();
        int cableEnd = FreePort.find();
        Map<String, String> environment = Map.of(
                "HERMES_DYNAMODB_PORT",
                Integer.toString(table),
                "HERMES_AWS_DYNAMODB_ENDPOINT",
                "http://127.0.0.1:" + cableEnd);
        try (Cable cable = new Cable(cableEnd, table);
                DevStack stack = Stacks.start(Path.of(""), environment);
                World world = new World(stack)) {
            WebSocketClient client = world.join("ada", "room");
            String token = world.token("bob", "room");
            world.send("{\"room_id\":\"room\",\"data\":\"before\"}");
            assertThat(client.frame()).isEqualTo("{\"data\":\"before\"}");

            cable.pullOut();
            world.send("{\"room_id\":\"room\",\"data\":\"meanwhile\"}");
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> world.joinWith(token))
                    .extracting(Refused::status)
                    .isEqualTo(503);
            assertThat(client.frames()).isEmpty();
            assertThat(inFlight(world)).isEqualTo("1");
            cable.plugIn();

            assertThat(client.frame()).isEqualTo("{\"data\":\"meanwhile\"}");
            world.joinWith(token);
            assertThat(client.frames()).isEmpty();
            assertThat(world.takeDeadLetters()).isEmpty();
        }
    }

    private static String inFlight(World world) {
        return world.sqs()
                .getQueueAttributes(get -> get.queueUrl(world.queue()).attributeNames(QueueAttributeName.ALL))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }
}
