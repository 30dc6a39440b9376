package dev.hermes.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pattern of the log that the jar writes, whatever strangers put into it. */
class LogPatternTest {

    private static final String FORGED = "2026-01-08T12:00:00.000Z INFO  Server                   All is well";

    private final PatternLayout layout =
            PatternLayout.newBuilder().setPattern(pattern("console")).build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\r\n",
                "\u0000",
                "\b",
                "\t",
                "\u001b[2J",
                "\u007f",
                "\u0085",
                "\u009b31m",
                "\u2028",
                "\u2029",
                "\u202e",
                "\u2066",
                "\u200b",
                "\ufeff"
            })
    void writesOneLineForAMessageWhateverIsInIt(String evil) {
        String written = line("Access denied: user '" + evil + FORGED + "'", null);

        assertThat(written).endsWith(FORGED + "'\n").contains("user '?");
        assertThat(written.substring(0, written.length() - 1)).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }

    @Test
    void leavesWhatPeopleWrite() {
        assertThat(line("user 'Zoë 会议室 ☕ 🙂 $& {x} \\n <b>' in", null))
                .contains("user 'Zoë 会议室 ☕ 🙂 $& {x} \\n <b>' in\n");
    }

    @Test
    void keepsTheLinesOfAStackTraceAndForgesNone() {
        Exception failure = new IllegalStateException("a\n" + FORGED + "\u001b[2J", new IOException("b\r\n" + FORGED));
        failure.addSuppressed(new IOException("c\n\n" + FORGED));

        String written = line("It failed", failure);

        assertThat(written.lines())
                .filteredOn(line -> line.startsWith("2026-01-08T"))
                .isEmpty();
        assertThat(written)
                .contains("\njava.lang.IllegalStateException: a?" + FORGED + "?[2J\n\tat dev.hermes.log")
                .contains("\nCaused by: java.io.IOException: b??" + FORGED + "\n\t")
                .contains("\n\tSuppressed: java.io.IOException: c??" + FORGED + "\n\t")
                .endsWith("\n")
                .doesNotContain("\r", "\u001b");
    }

    @Test
    void writesAnObjectOnOneLineAsJson() throws IOException {
        PatternLayout json = PatternLayout.newBuilder()
                .setPattern(pattern("json"))
                .setAlwaysWriteExceptions(false)
                .build();

        String written = line(json, "user '\"\n\u001b" + FORGED, new IOException("a \"b\"\n" + FORGED));

        assertThat(written.lines()).hasSize(1);
        JsonNode object = new ObjectMapper().readTree(written);
        assertThat(object.get("message").asText()).isEqualTo("user '\"??" + FORGED);
        assertThat(object.get("level").asText()).isEqualTo("WARN");
        assertThat(object.get("logger").asText()).isEqualTo("Server");
        assertThat(object.get("failure").asText())
                .startsWith("java.io.IOException: a \"b\"\n")
                .contains("\n\tat ");
        assertThat(new ObjectMapper()
                        .readTree(line(json, "fine", null))
                        .get("failure")
                        .asText())
                .isEmpty();
    }

    private String line(String message, Throwable thrown) {
        return line(layout, message, thrown);
    }

    private static String line(PatternLayout layout, String message, Throwable thrown) {
        return layout.toSerializable(Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setLoggerName("dev.hermes.Server")
                .setMessage(new ParameterizedMessage(message.replace("{}", "")))
                .setThrown(thrown)
                .setTimeMillis(0)
                .build());
    }

    private static String pattern(String appender) {
        Properties settings = new Properties();
        try (InputStream file = LogPatternTest.class.getResourceAsStream("/log4j2.properties")) {
            settings.load(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return settings.getProperty("appender." + appender + ".layout.pattern");
    }
}
