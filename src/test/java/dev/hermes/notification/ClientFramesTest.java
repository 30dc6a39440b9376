package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.connection.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFramesTest {

    private static final String HERE = "http://10.0.0.1:8080/dev";
    private static final Connection ADA = new Connection("c-1=", "lobby", "ada", HERE);

    private final ClientFrames frames = new ClientFrames();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"action\":\"sendMessage\",\"data\":1}          | sendMessage",
                "{\"data\":1,\"action\":\"sendMessage\"}          | sendMessage",
                "{\"action\":\"send\\u004dessage\"}               | sendMessage",
                "{\"action\":\"x\",\"action\":\"sendMessage\"}    | sendMessage",
                "{\"action\":\"$connect\"}                        | $connect",
                "{\"action\":\" sendMessage\"}                    | ` sendMessage`",
            })
    void namesTheAction(String frame, String action) {
        assertThat(frames.action(frame)).isEqualTo(action);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sendMessage",
                "\"sendMessage\"",
                "null",
                "[1,2]",
                "[{\"action\":\"sendMessage\"}]",
                "{}",
                "{\"action\":null}",
                "{\"action\":1}",
                "{\"action\":[\"sendMessage\"]}",
                "{\"Action\":\"sendMessage\"}",
                "{\"data\":{\"action\":\"sendMessage\"}}",
                "{\"action\":\"sendMessage\"",
                "{\"action\":\"sendMessage\"} x",
                "{\"action\":\"sendMessage\",\"data\":}"
            })
    void namesNoActionForAFrameWithoutOne(String frame) {
        assertThat(frames.action(frame)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "null", "0", "\"\"", "[]", "{\"b\" :1,\"a\":\"\\u00e9é\"}"})
    void tellsTheRoomOfTheSenderToTheByte(String data) {
        Notification notification = frames.toNotification("{\"action\":\"sendMessage\",\"data\": " + data + " }", ADA);

        assertThat(notification.roomId()).isEqualTo("lobby");
        assertThat(notification.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":" + data + "}");
        assertThat(notification.aim()).isEqualTo(Aim.EVERYBODY);
    }

    @Test
    void leavesOutDataThatIsMissing() {
        assertThat(frames.toNotification("{\"action\":\"sendMessage\"}", ADA).frame())
                .isEqualTo("{\"user_id\":\"ada\"}");
    }

    @Test
    void readsNothingElseOfTheFrame() {
        Notification notification = frames.toNotification("""
                {"action": "sendMessage", "user_id": "eve", "room_id": "vault", "Records": [], "data": 1}""", ADA);

        assertThat(notification.roomId()).isEqualTo("lobby");
        assertThat(notification.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1}");
        assertThat(notification.aim()).isEqualTo(Aim.EVERYBODY);
    }

    @Test
    void writesTheUserAsAString() {
        assertThat(frames.toNotification("{\"data\":1}", new Connection("c", "r", "42", HERE))
                        .frame())
                .isEqualTo("{\"user_id\":\"42\",\"data\":1}");
    }

    @Test
    void quotesAUserWhoseNameWouldBreakTheFrame() {
        assertThat(frames.toNotification("{\"data\":1}", new Connection("c", "r", "a\"},\\\n\u0000é", HERE))
                        .frame())
                .isEqualTo("{\"user_id\":\"a\\\"},\\\\\\n\\u0000é\",\"data\":1}");
    }

    @Test
    void answersAsApiGatewayDoes() {
        assertThat(frames.forbidden(ADA).frame())
                .matches("\\{\"message\":\"Forbidden\",\"connectionId\":\"c-1=\",\"requestId\":\"[0-9a-f-]{36}\"}");
    }

    @Test
    void givesEveryAnswerARequestIdOfItsOwn() {
        assertThat(frames.forbidden(ADA).frame())
                .isNotEqualTo(frames.forbidden(ADA).frame());
    }
}
