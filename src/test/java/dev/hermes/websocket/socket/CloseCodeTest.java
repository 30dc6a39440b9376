package dev.hermes.websocket.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseCodeTest {

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4401, 4999})
    void knowsWhatMayBeSent(int number) {
        assertThat(CloseCode.mayBeSent(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
    void knowsWhatCannotExist(int number) {
        assertThat(CloseCode.mayBeSent(number)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void mayAllBeSent(CloseCode code) {
        assertThat(CloseCode.mayBeSent(code.number())).isTrue();
    }

    @Test
    void areAllExplainedToThoseWhoWriteClients() throws Exception {
        String page = Files.readString(Path.of("docs/clients.md"));
        String table = page.substring(page.indexOf("## Close codes"), page.indexOf("## A refused handshake"));

        assertThat(CloseCode.values())
                .allSatisfy(code -> assertThat(table).containsPattern("\\|[ 0-9,]*" + code.number()));
    }
}
