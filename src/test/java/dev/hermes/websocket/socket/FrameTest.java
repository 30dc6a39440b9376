package dev.hermes.websocket.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads frames back as a client does. */
class FrameTest {

    private final EmbeddedChannel client =
            new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(false)
                    .maxFramePayloadLength(2_000_000)
                    .build()));

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000})
    void isOneWholeTextForAClient(int length) {
        String message = "x".repeat(length);

        client.writeInbound(Frame.text(message));

        TextWebSocketFrame frame = client.readInbound();
        assertThat(frame.isFinalFragment()).isTrue();
        assertThat(frame.rsv()).isZero();
        assertThat(frame.text().equals(message)).isTrue();
        assertThat(client.inboundMessages()).isEmpty();
        frame.release();
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "125, 2", "126, 4", "65535, 4", "65536, 10"})
    void spendsNoMoreOnItsHeaderThanItMust(int length, int header) {
        ByteBuf frame = Frame.text("x".repeat(length));

        assertThat(frame.readableBytes()).isEqualTo(header + length);
        frame.release();
    }

    @Test
    void countsBytesRatherThanCharacters() {
        String message = "é".repeat(63) + "🙂";

        client.writeInbound(Frame.text(message));

        TextWebSocketFrame frame = client.readInbound();
        assertThat(frame.text()).isEqualTo(message);
        assertThat(frame.content().readableBytes()).isEqualTo(message.getBytes(UTF_8).length);
        frame.release();
    }

    @Test
    void followsAnotherWithoutAGap() {
        client.writeInbound(Frame.text("one"), Frame.text("two".repeat(100)), Frame.PING.duplicate(), Frame.text(""));

        assertThat(client.inboundMessages())
                .extracting(frame -> frame.getClass().getSimpleName())
                .containsExactly(
                        "TextWebSocketFrame", "TextWebSocketFrame", "PingWebSocketFrame", "TextWebSocketFrame");
    }

    @Test
    void asksForAPong() {
        client.writeInbound(Frame.PING.duplicate());

        WebSocketFrame frame = client.readInbound();
        assertThat(frame).isInstanceOf(PingWebSocketFrame.class);
        assertThat(frame.content().isReadable()).isFalse();
        frame.release();
    }

    @Test
    void asksForAPongAgainAndAgainWithTheSameBytes() {
        Frame.PING.duplicate().release();

        client.writeInbound(Frame.PING.duplicate());
        client.writeInbound(Frame.PING.duplicate());

        assertThat(client.inboundMessages()).hasSize(2);
        assertThat(Frame.PING.readableBytes()).isEqualTo(2);
    }

    @Test
    void belongsToWhoeverAskedForIt() {
        ByteBuf frame = Frame.text("x");

        assertThat(frame.refCnt()).isEqualTo(1);
        assertThat(frame.release()).isTrue();
    }
}
