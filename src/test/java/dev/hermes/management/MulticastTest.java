package dev.hermes.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MulticastTest {

    @Test
    void namesEachConnectionOnce() {
        Multicast multicast =
                Multicast.parse(Buffer.buffer("{\"data\":\"{\\\"a\\\":1}\",\"connection_ids\":[\"b\",\"a\",\"b\"]}"));

        assertThat(multicast.connectionIds()).containsExactly("b", "a");
        assertThat(multicast.data()).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"connection_ids\":[]}",
                "{\"connection_ids\":[],\"data\":1}",
                "{\"connection_ids\":[],\"data\":null}",
                "{\"connection_ids\":\"a\",\"data\":\"x\"}",
                "{\"connection_ids\":[null],\"data\":\"x\"}",
                "{\"connection_ids\":[1],\"data\":\"x\"}"
            })
    void refusesAnythingElse(String body) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Multicast.parse(Buffer.buffer(body)))
                .withMessageContaining("connection_ids");
    }
}
