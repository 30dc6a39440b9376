package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Section 2 of the contract: origins are configured. */
class OriginIT {

    private static DevStack stack;

    @BeforeAll
    static void start() {
        stack = Stacks.start(
                Path.of(""),
                Map.of("HERMES_GATEWAY_ALLOWED_ORIGINS", "https://shop.example, https://www.shop.example/"));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void letsInPagesOfTheseOriginsAndClientsThatAreNoPages() {
        try (World world = new World(stack)) {
            String token = world.token("ada", "room");

            WebSocketClient.open(world.withToken(token), "Origin", "https://www.shop.example")
                    .close();
            WebSocketClient.open(world.withToken(token)).close();
        }
    }

    @Test
    void refusesPagesOfOtherOrigins() {
        try (World world = new World(stack)) {
            String token = world.token("ada", "other");

            for (String origin : new String[] {"https://evil.example", "http://shop.example", "null"}) {
                assertThatExceptionOfType(Refused.class)
                        .isThrownBy(() -> WebSocketClient.open(world.withToken(token), "Origin", origin))
                        .extracting(Refused::status)
                        .isEqualTo(403);
            }
            assertThat(world.rows("other")).isEmpty();
        }
    }
}
