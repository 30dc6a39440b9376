package dev.hermes.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class TimeToLiveTest {

    @ParameterizedTest
    @CsvSource({"90s, PT90S", "30m, PT30M", "1h, PT1H", "1H, PT1H", "7d, P7D", "PT1H30M, PT1H30M", "P7D, P7D"})
    void readsTheShortFormAndIso8601(String text, Duration duration) {
        assertThat(new TimeToLive().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "hour, is no duration",
        "1, is no duration",
        "'', is no duration",
        "1w, is no duration",
        "99999999999999999999d, is no duration",
        "-1h, is no duration",
        "PT-1H, must be at least one second",
        "0s, must be at least one second",
        "36501d, must be at least one second"
    })
    void saysWhatWouldBeRight(String text, String sentence) {
        assertThatThrownBy(() -> new TimeToLive().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining(sentence);
    }
}
