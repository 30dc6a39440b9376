package dev.hermes.websocket.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadsTest {

    private final RequestHeads heads = new RequestHeads();

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nA: b\r\n\r\n", "GET / HTTP/1.1\n\n", "GET / HTTP/1.1\n\r\n"})
    void endAtTheFirstEmptyLine(String head) {
        assertThat(heads.endIn(bytes(head + "next"))).isEqualTo(head.length());
    }

    @Test
    void endWhereTheyEndHoweverTheyAreCut() {
        String head = "GET / HTTP/1.1\r\nA: b\r\n\r\n";
        for (int i = 0; i < head.length() - 1; i++) {
            assertThat(heads.endIn(bytes(head.substring(i, i + 1)))).isZero();
        }

        assertThat(heads.endIn(bytes("\nnext"))).isEqualTo(1);
    }

    @Test
    void areFoundOneAfterTheOther() {
        ByteBuf two = bytes("A\n\nB\n\n");

        int first = heads.endIn(two);
        two.readerIndex(first);

        assertThat(first).isEqualTo(3);
        assertThat(heads.endIn(two)).isEqualTo(6);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }
}
