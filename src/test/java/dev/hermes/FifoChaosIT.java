package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hermes.bench.Report;
import dev.hermes.dev.FaultTime;
import dev.hermes.dev.FaultyAws.Fault;
import dev.hermes.dev.Fleet;
import dev.hermes.dev.FleetNode;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A FIFO queue with a message group for each room, while requests to AWS fail here and there. */
@Tag("chaos")
class FifoChaosIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROOMS = Integer.getInteger("chaos.connections", 100);
    private static final int MESSAGES = 10;
    /** One request in so many fails. */
    private static final int FAILS = 5;

    private static final Duration FAULT = FaultTime.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Report report = new Report();

    /** What one client got, in the order in which it came. */
    private static final class Heard implements Consumer<String> {

        private final List<Integer> data = new CopyOnWriteArrayList<>();

        @Override
        public void accept(String frame) {
            try {
                JsonNode read = JSON.readTree(frame);
                if (read.has("data")) {
                    data.add(read.get("data").intValue());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<Integer> firstTimes() {
            return data.stream().distinct().toList();
        }
    }

    @Test
    void keepsTheOrderOfEachGroupAndLosesNothing() throws Exception {
        try (Fleet fleet = new Fleet(Map.of(
                "HERMES_NOTIFICATIONS_QUEUE", ".fifo",
                "HERMES_NOTIFICATIONS_VISIBILITY_SECONDS", "5"))) {
            List<FleetNode> nodes = List.of(fleet.start(), fleet.start());
            nodes.forEach(FleetNode::awaitReady);
            World world = fleet.world();
            List<Heard> plain = new ArrayList<>();
            List<Heard> numbered = new ArrayList<>();
            List<WebSocketClient> clients = new ArrayList<>();
            for (int room = 0; room < ROOMS; room++) {
                String token = world.token("ada", "room-" + room);
                clients.add(join(nodes.get(room % nodes.size()), token, "", plain));
                clients.add(join(nodes.get((room / 2) % nodes.size()), token, "&since=now", numbered));
            }

            nodes.forEach(node -> {
                node.dynamoDb().some(Fault.ERROR, FifoChaosIT::isUnlucky);
                node.sqs().some(Fault.ERROR, FifoChaosIT::isUnlucky);
            });
            IntStream.range(0, ROOMS).parallel().forEach(room -> IntStream.range(0, MESSAGES)
                    .forEach(n -> world.sendInOrder(
                            "room-" + room, room + "-" + n, "{\"room_id\":\"room-" + room + "\",\"data\":" + n + "}")));
            FaultTime.pass(FAULT);
            nodes.forEach(node -> {
                node.dynamoDb().all(Fault.NONE);
                node.sqs().all(Fault.NONE);
            });

            List<Integer> inOrder = IntStream.range(0, MESSAGES).boxed().toList();
            await().atMost(PATIENCE)
                    .until(() -> numbered.stream().allMatch(heard -> heard.data.size() >= MESSAGES)
                            && plain.stream()
                                    .allMatch(heard -> heard.firstTimes().size() >= MESSAGES));
            await().atMost(PATIENCE).until(() -> world.undelivered() == 0);
            report.line("fifo-with-failures")
                    .with("groups", ROOMS)
                    .with("messages", ROOMS * MESSAGES)
                    .with(
                            "plain_doubled",
                            plain.stream()
                                    .mapToInt(heard -> heard.data.size() - MESSAGES)
                                    .sum())
                    .with(
                            "numbered_doubled",
                            numbered.stream()
                                    .mapToInt(heard -> heard.data.size() - MESSAGES)
                                    .sum())
                    .print();
            assertThat(numbered).extracting(heard -> heard.data).allMatch(inOrder::equals);
            assertThat(plain).extracting(Heard::firstTimes).allMatch(inOrder::equals);
            assertThat(clients).allMatch(WebSocketClient::isOpen);
            assertThat(world.takeDeadLetters()).isEmpty();
            clients.forEach(WebSocketClient::abort);
        }
    }

    private static boolean isUnlucky(String request) {
        return ThreadLocalRandom.current().nextInt(FAILS) == 0;
    }

    private static WebSocketClient join(FleetNode node, String token, String since, List<Heard> all) {
        Heard heard = new Heard();
        all.add(heard);
        URI uri = URI.create("ws://127.0.0.1:" + node.port() + "/dev?token=" + token + since);
        // A node that has just started on a busy machine refuses some.
        return await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(Refused.class)
                .until(() -> WebSocketClient.open(uri, heard), client -> true);
    }
}
