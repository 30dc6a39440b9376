package dev.hermes.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.history.Since.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {

    @Test
    void readsWhatAClientMaySay() {
        assertThat(Since.parse("now")).contains(Since.NOW);
        assertThat(Since.parse("0")).contains(new Since(Kind.AFTER, 0));
        assertThat(Since.parse("9007199254740991")).contains(new Since(Kind.AFTER, 9007199254740991L));
        assertThat(Since.parse("-1")).contains(new Since(Kind.LAST, 1));
        assertThat(Since.parse("-1000")).contains(new Since(Kind.LAST, 1000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "then", "NOW", "-0", "-1001", "1.5", "+1", "01", "9007199254740992", "99999999999999999999"})
    void takesNothingElse(String text) {
        assertThat(Since.parse(text)).isEmpty();
    }
}
