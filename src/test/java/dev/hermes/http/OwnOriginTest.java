package dev.hermes.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnOriginTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:8080,",
        "LOCALHOST:8080, http://localhost:8080",
        "localhost, https://localhost",
        "127.0.0.1:8080, http://127.0.0.1:8080",
        "127.0.0.2:8080, http://127.0.0.2:8080",
        "[::1]:8080, http://[::1]:8080",
        "192.168.1.5:8080,",
        "192.168.1.5:8080, http://192.168.1.5:8080",
        "laptop.example:8080, http://laptop.example:8080"
    })
    void isALoopbackNameOrTheAddressItself(String host, String origin) {
        assertThat(OwnOrigin.isOwn(host, origin, "laptop.example", "192.168.1.5"))
                .isTrue();
    }

    @Test
    void isAnAddressInBracketsToo() {
        assertThat(OwnOrigin.isOwn("[fd00::5]:8080", null, "::", "fd00::5")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example:8080,",
        "evil.example:8080, http://evil.example:8080",
        "localhost.evil.example,",
        "127.0.0.1.evil.example,",
        "192.168.1.6:8080,",
        "0.0.0.0:8080,",
        "localhost:8080, http://evil.example",
        "localhost:8080, http://localhost:8081",
        "localhost:8080, http://localhost",
        "localhost:8080, http://127.0.0.1:8080",
        "localhost:8080, null",
        "localhost:8080, ''",
        "localhost:8080, file://"
    })
    void isNoOther(String host, String origin) {
        assertThat(OwnOrigin.isOwn(host, origin, "0.0.0.1", "192.168.1.5")).isFalse();
    }

    @Test
    void isNoneWithoutAHost() {
        assertThat(OwnOrigin.isOwn(null, null, "127.0.0.1", "127.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.1.2.3"})
    void knowsLoopbackAddresses(String host) {
        assertThat(OwnOrigin.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "hermes", "1127.0.0.1"})
    void knowsAddressesThatOthersReach(String host) {
        assertThat(OwnOrigin.isLoopback(host)).isFalse();
    }
}
