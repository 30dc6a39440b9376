package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hermes.command.SetupCommand;
import dev.hermes.dev.DevStack;
import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.WebSocketClient.Refused;
import dev.hermes.dev.World;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Two stages in one account, each with tables and a queue of its own. */
class TwoStagesIT {

    @Test
    void knowNothingOfEachOther() throws Exception {
        DevStack dev = Stacks.shared();
        Settings beta = Stacks.beside(dev.settings())
                .with("hermes.gateway.stage", "beta")
                .with("hermes.connections.table", "hermesConnections-beta")
                .with("hermes.tokens.table", "hermesTokens-beta")
                .with("hermes.notifications.queue", "hermes-messageQueue-beta")
                .with("hermes.notifications.dead-letter-queue", "hermes-messageQueue-dlq-beta");
        SetupCommand.run(beta, new PrintWriter(Writer.nullWriter()));
        try (Server server = Server.start(beta);
                World inDev = new World(dev);
                World inBeta = new World(beta)) {
            assertThat(server).isNotNull();
            WebSocketClient devClient = inDev.join("ada", "stages");
            String token = inBeta.token("ada", "stages");
            URI gateway = URI.create("ws://127.0.0.1:" + beta.get("hermes.gateway.port"));
            WebSocketClient betaClient = WebSocketClient.open(gateway.resolve("/beta?token=" + token));

            inDev.send("{\"room_id\":\"stages\",\"data\":\"dev\"}");
            inBeta.send("{\"room_id\":\"stages\",\"data\":\"beta\"}");

            assertThat(devClient.frame()).isEqualTo("{\"data\":\"dev\"}");
            assertThat(betaClient.frame()).isEqualTo("{\"data\":\"beta\"}");
            assertThat(devClient.frames()).isEmpty();
            assertThat(betaClient.frames()).isEmpty();
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> WebSocketClient.open(gateway.resolve("/dev?token=" + token)))
                    .extracting(Refused::status)
                    .isEqualTo(403);
            betaClient.close();
        }
    }
}
