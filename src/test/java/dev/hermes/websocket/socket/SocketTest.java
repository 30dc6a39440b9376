package dev.hermes.websocket.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Connection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketTest {

    private static final SocketOptions OPTIONS =
            new SocketOptions(1000, 1000, Duration.ofSeconds(20), Duration.ofSeconds(5), 0, false);
    private static final Connection ADA = new Connection("id", "lobby", "ada", "http://here");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<String> told = new ArrayList<>();
    private Socket socket;

    @BeforeEach
    void open() {
        SocketOwner owner = new SocketOwner() {
            @Override
            public void closedEarly(CloseCode code) {
                told.add("closed early " + code);
            }

            @Override
            public void ended() {
                told.add("ended");
            }
        };
        socket = new Sockets(Clock.systemUTC(), meters)
                .ask("id", channel, new Client("127.0.0.1", "", 0), OPTIONS, owner);
        socket.identify(ADA);
        socket.open(owner);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void closesAtATime() {
        socket.closeAt(Instant.now().minusSeconds(1));
        channel.runScheduledPendingTasks();

        assertThat(closeCode()).isEqualTo(4401);
        assertThat(socket.accessHasEnded()).isTrue();
    }

    @Test
    void doesNotCloseBeforeThatTime() {
        socket.closeAt(Instant.now().plusSeconds(3_600));
        channel.runScheduledPendingTasks();

        assertThat(channel.<ByteBuf>readOutbound()).isNull();
        assertThat(socket.isOpen()).isTrue();
    }

    @Test
    void closesOnceAndSaysWhyToTheFirst() {
        socket.close(CloseCode.REVOKED);
        socket.close(CloseCode.RESTART);

        assertThat(closeCode()).isEqualTo(4403);
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
        assertThat(socket.isGone()).isTrue();
    }

    @Test
    void isCutOffWhereTheClientDoesNotAnswerTheClose() {
        socket.close(CloseCode.TOO_SLOW);
        assertThat(channel.isActive()).isTrue();

        channel.advanceTimeBy(5, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void givesUpAClientThatOwesAPong() {
        socket.ping();
        assertThat(channel.isActive()).isTrue();

        socket.ping();

        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void doesNotTakeAClientThatIsNotReadFromForDead() {
        socket.read(false);
        socket.ping();
        socket.ping();
        socket.ping();
        assertThat(channel.isActive()).isTrue();

        socket.read(true);
        socket.ping();

        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void countsWhatItWasClosedWithOnce() {
        socket.close(CloseCode.REVOKED);
        socket.end();
        socket.end();

        assertThat(meters.get("hermes.sockets.closed")
                        .tag("code", "4403")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(told).containsExactly("ended");
    }

    private int closeCode() {
        ByteBuf frame = channel.readOutbound();
        assertThat(frame).as("a close frame").isNotNull();
        assertThat(frame.getUnsignedByte(0)).isEqualTo((short) 0x88);
        assertThat(frame.toString(4, frame.readableBytes() - 4, UTF_8)).isNotBlank();
        int code = frame.getUnsignedShort(2);
        frame.release();
        return code;
    }
}
