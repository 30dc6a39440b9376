package dev.hermes.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.org, https://example.org",
        "https://example.org/, https://example.org",
        "http://localhost:3000, http://localhost:3000",
        "http://[::1]:3000, http://[::1]:3000",
        "http://my_host, http://my_host",
        "chrome-extension://abcdefgh, chrome-extension://abcdefgh",
        "file://, file://",
        "null, null"
    })
    void isWhatBrowsersSend(String text, String origin) {
        assertThat(Origin.parse(text)).contains(new Origin(origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*.example.org",
                "example.org",
                "example.org:443",
                "https://",
                "https://:443",
                "https://example.org/app",
                "https://example.org//",
                "https://example.org?a",
                "https://ada@example.org",
                "https://example.org:port"
            })
    void isNothingElse(String text) {
        assertThat(Origin.parse(text)).isEmpty();
    }
}
