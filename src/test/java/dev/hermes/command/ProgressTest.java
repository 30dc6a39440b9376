package dev.hermes.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter err = new StringWriter();

    private Progress after(Duration silent) {
        return new Progress(new PrintWriter(err), silent, Duration.ofMillis(10));
    }

    @Test
    void isSilentAboutWhatIsDoneSoon() {
        String result = after(Duration.ofMinutes(1)).during(() -> "Waiting", () -> "done");

        assertThat(result).isEqualTo("done");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhatIsUnderWayAndForHowLong() {
        after(Duration.ofMillis(10))
                .during("Waiting", () -> await().until(() -> err.toString().contains("Waiting ... 0 s")));

        assertThat(err.toString().lines().toList()).startsWith("Waiting ...", "Waiting ... 0 s");
    }

    @Test
    void endsWithWorkThatFails() {
        assertThatThrownBy(() -> after(Duration.ofMinutes(1)).during("Waiting", () -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
    }
}
