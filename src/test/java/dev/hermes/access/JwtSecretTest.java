package dev.hermes.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class JwtSecretTest {

    @Test
    void takesTheSecretAsItsBytes() {
        String secret = "s".repeat(64);

        assertThat(JwtSecret.key(secret).getEncoded()).asString(UTF_8).isEqualTo(secret);
    }

    @Test
    void countsBytesRatherThanCharacters() {
        assertThat(JwtSecret.key("é".repeat(32)).getEncoded()).hasSize(64);
    }

    @Test
    void refusesASecretTooShortForHs512() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> JwtSecret.key("s".repeat(63)))
                .withMessageContainingAll("has only 63 bytes", "HERMES_JWT_SECRET", "at least 64 bytes");
    }

    @Test
    void saysWhatToSetWhenThereIsNone() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> JwtSecret.key(""))
                .withMessageContainingAll("is not set", "HERMES_JWT_SECRET");
    }

    @Test
    void keepsTheSecretOutOfItsMessage() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> JwtSecret.key("sesame"))
                .withMessageNotContaining("sesame");
    }
}
