package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hermes.dev.FreePort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {

    private static final int TIMES = 3_000;

    private final int port = FreePort.find();

    @TempDir
    private Path folder;

    @Test
    void saysWhichSettingNamesAPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();

            assertThatThrownBy(() -> Preflight.ports(settings()))
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("127.0.0.1:" + port + " cannot be listened on (")
                    .hasMessageEndingWith("end what listens there, or set hermes.gateway.port");
        }
    }

    @Test
    void takesAPortWhoseConnectionsHaveJustBeenClosed() throws IOException {
        try (ServerSocket before = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            before.accept().close();
            client.getInputStream().read();
        }

        assertThatCode(() -> Preflight.ports(settings())).doesNotThrowAnyException();
    }

    @Test
    void letsNobodyConnectBeforeTheServerListens() throws IOException {
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Boolean> connected = CompletableFuture.supplyAsync(() -> {
            boolean ever = false;
            while (!ended.get() && !ever) {
                ever = canConnect();
            }
            return ever;
        });
        Settings settings = settings();

        for (int i = 0; i < TIMES; i++) {
            assertThatCode(() -> Preflight.ports(settings)).doesNotThrowAnyException();
        }
        ended.set(true);

        assertThat(connected.join()).isFalse();
    }

    private boolean canConnect() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private Settings settings() throws IOException {
        return Settings.load(
                folder,
                Map.of(
                        "HERMES_ACCESS_JWT_SECRET", "s".repeat(64),
                        "HERMES_GATEWAY_HOST", "127.0.0.1",
                        "HERMES_GATEWAY_PORT", Integer.toString(port),
                        "HERMES_MANAGEMENT_HOST", "127.0.0.1",
                        "HERMES_MANAGEMENT_PORT", Integer.toString(FreePort.find())));
    }
}
