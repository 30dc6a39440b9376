package dev.hermes.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.websocket.LiveConnections.Posted;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveConnectionsTest {

    private static final GatewayOptions OPTIONS =
            new GatewayOptions(Set.of(), 1000, 1000, Duration.ofSeconds(20), Duration.ofSeconds(5), 1, 1000, 1, 1);

    private final LiveConnections live = new LiveConnections(Clock.systemUTC());
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final Socket inHandshake = new Socket("id", channel, OPTIONS, "", 0);

    @Test
    void keepsWhatIsPostedBeforeTheHandshakeIsAnswered() {
        live.sockets().add(inHandshake);

        assertThat(post("id")).containsExactly(Posted.DONE);
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void endsAConnectionWhoseHandshakeIsNotAnswered() {
        live.sockets().add(inHandshake);

        assertThat(close("id")).containsExactly(true);
        assertThat(channel.isActive()).isFalse();
        assertThat(close("id")).containsExactly(false);
    }

    @Test
    void takesASocketThatHasEndedForGone() {
        live.sockets().add(inHandshake);
        inHandshake.end();

        assertThat(post("id")).containsExactly(Posted.GONE);
        assertThat(close("id")).containsExactly(false);
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
