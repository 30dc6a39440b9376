package dev.hermes.websocket.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Connection;
import dev.hermes.websocket.socket.LiveConnections.Posted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveConnectionsTest {

    private static final SocketOptions OPTIONS =
            new SocketOptions(1000, 1000, Duration.ofSeconds(20), Duration.ofSeconds(5), 0, false);
    private static final Connection ADA = new Connection("id", "lobby", "ada", "http://here");

    private final LiveConnections live = new LiveConnections(Clock.systemUTC(), new SimpleMeterRegistry());
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<CloseCode> refusedWith = new ArrayList<>();
    private Socket inHandshake;

    @BeforeEach
    void ask() {
        inHandshake = live.sockets().ask("id", channel, new Client("127.0.0.1", "", 0), OPTIONS, new SocketOwner() {
            @Override
            public void closedEarly(CloseCode code) {
                refusedWith.add(code);
                inHandshake.end();
            }

            @Override
            public void ended() {}
        });
    }

    @Test
    void keepsWhatIsPostedBeforeTheHandshakeIsAnswered() {
        assertThat(post("id")).containsExactly(Posted.DONE);
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void refusesAHandshakeThatIsToBeClosed() {
        assertThat(close("id")).containsExactly(true);
        assertThat(refusedWith).containsExactly(CloseCode.NORMAL);
        assertThat(close("id")).containsExactly(false);
    }

    @Test
    void takesASocketThatHasEndedForGone() {
        inHandshake.end();

        assertThat(post("id")).containsExactly(Posted.GONE);
        assertThat(close("id")).containsExactly(false);
    }

    @Test
    void findsTheConnectionsOfAUser() {
        assertThat(live.ofUser("ada")).isEmpty();

        inHandshake.identify(ADA);

        assertThat(live.ofUser("ada")).containsExactly(ADA);
        assertThat(live.ofUser("bob")).isEmpty();
    }

    @Test
    void revokesAHandshakeOfSomebodyWhoIsKnown() {
        inHandshake.identify(ADA);

        revoke("bob");
        assertThat(refusedWith).isEmpty();
        revoke("ada");

        assertThat(refusedWith).containsExactly(CloseCode.REVOKED);
    }

    @Test
    void revokesAHandshakeWhoseUserTurnsOutLater() {
        revoke("bob");
        revoke("ada");
        assertThat(refusedWith).isEmpty();

        inHandshake.identify(ADA);

        assertThat(refusedWith).containsExactly(CloseCode.REVOKED);
    }

    @Test
    void saysGoneAtOnceOfWhatItDoesNotHold() {
        assertThat(post("other")).containsExactly(Posted.GONE);
    }

    @Test
    void knowsTheIdsThatItMakes() {
        ConnectionIds ids = new ConnectionIds();

        assertThat(List.of(ids.next(), ids.next(), ids.next())).allMatch(LiveConnections::isWellFormed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "AAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAA+=", "AAAAAAAAAAAAAAA=\n"})
    void knowsWhatIsNoId(String id) {
        assertThat(LiveConnections.isWellFormed(id)).isFalse();
    }

    private void revoke(String user) {
        List<Boolean> done =
                answers(asked -> live.revoke(connection -> connection.userId().equals(user), () -> asked.accept(true)));
        assertThat(done).containsExactly(true);
    }

    private List<Posted> post(String id) {
        return answers(done -> live.post(id, "Hello", done));
    }

    private List<Boolean> close(String id) {
        return answers(done -> live.close(id, done));
    }

    private <T> List<T> answers(Consumer<Consumer<T>> question) {
        List<T> answers = new ArrayList<>();
        question.accept(answers::add);
        channel.runPendingTasks();
        return answers;
    }
}
