package dev.hermes.websocket.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyFramesTest {

    private final EarlyFrames early = new EarlyFrames(5);
    private final List<String> taken = new ArrayList<>();

    @Test
    void keepFramesInTheirOrderAndLetThemGo() {
        ByteBuf first = frame("ab");
        ByteBuf second = frame("cd");

        early.add(first);
        early.add(second);
        early.release(frame -> taken.add(frame.toString(UTF_8)));

        assertThat(taken).containsExactly("ab", "cd");
        assertThat(early.areTooMany()).isFalse();
        assertThat(List.of(first.refCnt(), second.refCnt())).containsOnly(1);
    }

    @Test
    void dropWhatIsOverTheLimitAndSaySo() {
        ByteBuf fits = frame("abcd");
        ByteBuf tooMuch = frame("ef");

        early.add(fits);
        early.add(tooMuch);
        early.release(frame -> taken.add(frame.toString(UTF_8)));

        assertThat(taken).containsExactly("abcd");
        assertThat(early.areTooMany()).isTrue();
        assertThat(tooMuch.refCnt()).isEqualTo(1);
    }

    private static ByteBuf frame(String text) {
        return Unpooled.copiedBuffer(text, UTF_8);
    }
}
