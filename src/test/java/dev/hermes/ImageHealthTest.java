package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.hermes.dev.FreePort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The health check of the image. */
class ImageHealthTest {

    @BeforeEach
    void needsBash() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "Skipped: bash is not installed");
    }

    @Test
    void isPassedByAHermesThatIsAlive() throws Exception {
        assertThat(checkOfAServerThatAnswers(200)).isZero();
    }

    @Test
    void isFailedByAHermesThatIsNot() throws Exception {
        assertThat(checkOfAServerThatAnswers(503)).isEqualTo(1);
    }

    @Test
    void isFailedWhereNothingListens() throws Exception {
        assertThat(check(FreePort.find())).isEqualTo(1);
    }

    @Test
    void isFailedByAHermesThatHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(check(silent.getLocalPort())).isPositive();
        }
    }

    private static int checkOfAServerThatAnswers(int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/observe/health/live", exchange -> exchange.sendResponseHeaders(status, -1));
        server.start();
        try {
            return check(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static int check(int port) throws Exception {
        ProcessBuilder health = new ProcessBuilder("deploy/image/health")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        health.environment().put("HERMES_MANAGEMENT_PORT", Integer.toString(port));
        return health.start().waitFor();
    }
}
