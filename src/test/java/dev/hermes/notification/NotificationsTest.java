package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hermes.log.LogLines;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsTest {

    private final Notifications notifications = new Notifications();

    @Test
    void tellsTheRoomWhoSaysWhat() {
        Notification notification = notifications.read("""
                {"user_id": "ada", "room_id": "lobby", "data": {"text": "Hello"}}""", "m-1");

        assertThat(notification).isEqualTo(new Notification("m-1", "lobby", """
                {"user_id":"ada","data":{"text": "Hello"}}""", Aim.EVERYBODY));
    }

    @Test
    void ordersTheFrameInItsOwnWay() {
        assertThat(frame("{\"data\":1,\"room_id\":\"r\",\"user_id\":\"u\"}"))
                .isEqualTo("{\"user_id\":\"u\",\"data\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1e400",
                "12345678901234567890",
                "-0",
                "null",
                "0",
                "\"\"",
                "{\"b\":1, \"a\":[ ]}",
                "\"\\u00e9é\""
            })
    void passesDataOnToTheByte(String data) {
        assertThat(frame("{\"room_id\":\"r\",\"data\": " + data + " }")).isEqualTo("{\"data\":" + data + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "42.0", "1e+15", "-0", "\"42\"", "null", "1.0", "\"\\u00e9\""})
    void keepsTheTypeOfTheUser(String user) {
        assertThat(frame("{\"room_id\":\"r\",\"user_id\":" + user + ",\"data\":1}"))
                .isEqualTo("{\"user_id\":" + user + ",\"data\":1}");
    }

    @Test
    void leavesOutWhatIsMissing() {
        assertThat(frame("{\"room_id\":\"r\"}")).isEqualTo("{}");
    }

    @Test
    void leavesOutWhatItDoesNotKnow() {
        assertThat(frame("{\"room_id\":\"r\",\"secret\":1,\"user_id\":\"u\",\"Records\":[]}"))
                .isEqualTo("{\"user_id\":\"u\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "42, 42",
                "-1.50, -1.5",
                "42.0, 42",
                "1e+15, 1000000000000000",
                "10000000.0, 10000000",
                "1e21, 1e+21",
                "-0, 0",
                "12345678901234567890, 12345678901234567890",
                "\"42\", 42",
                "\"*\", *",
                "\"%\", %",
                "\"a'b\\\"c\", `a'b\"c`",
                "\"'quoted'\", `'quoted'`",
                "\"\\u00e9\", é",
                "\" r \", ` r `",
                "\"null\", null",
            })
    void namesTheRoom(String json, String room) {
        assertThat(notifications.read("{\"room_id\":" + json + "}", "m-1").roomId())
                .isEqualTo(room);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json                           | The body is not JSON",
                "{\"room_id\":\"r\"} x              | The body is not JSON",
                "{\"room_id\":\"r\",\"data\":}      | The body is not JSON",
                "null                               | The body is not a JSON object",
                "\"x\"                              | The body is not a JSON object",
                "[]                                 | The body is not a JSON object",
                "[{\"room_id\":\"r\"}]              | The body is not a JSON object",
                "{}                                 | The body has no 'room_id'",
                "{\"data\":{\"room_id\":\"r\"}}     | The body has no 'room_id'",
                "{\"room_id\":\"\"}                 | 'room_id' is empty",
                "{\"room_id\":null}                 | 'room_id' must be a string or a number, not null",
                "{\"room_id\":true}                 | 'room_id' must be a string or a number, not a boolean",
                "{\"room_id\":false}                | 'room_id' must be a string or a number, not a boolean",
                "{\"room_id\":[\"r\"]}              | 'room_id' must be a string or a number, not an array",
                "{\"room_id\":{\"a\":1}}            | 'room_id' must be a string or a number, not an object",
                "{\"room_id\":\"r\",\"room_id\":[]} | 'room_id' must be a string or a number, not an array",
            })
    void saysWhyABodyCannotBeRead(String body, String reason) {
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> notifications.read(body, "m-1"))
                .withMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refusesAnEmptyBody(String body) {
        assertThatExceptionOfType(UnreadableNotification.class).isThrownBy(() -> notifications.read(body, "m-1"));
    }

    @Test
    void saysOnceAMinuteThatANumberIsAnotherNameThanItWasWritten() {
        try (LogLines log = new LogLines(Notifications.class)) {
            for (String room : List.of("42", "\"42.0\"", "4.20e1", "43.0")) {
                notifications.read("{\"room_id\":" + room + "}", "m-1");
            }

            assertThat(log.all())
                    .singleElement()
                    .asString()
                    .startsWith("INFO Notification m-1 with the room_id 4.20e1 goes to room '42'");
        }
    }

    @Test
    void quotesNothingOfTheBodyInItsReason() {
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> notifications.read("{\"room_id\": {\"passcode\": \"sesame\"}}", "m-1"))
                .withMessageNotContainingAny("passcode", "sesame");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "all",
            value = {
                "{\"to\":[\"ada\",7]}                    | ada,7 | ``",
                "{\"to\":[7.0,1e21],\"except\":[2.50]}   | 7,1e+21 | 2.5",
                "{\"to\":[]}                              | ``    | ``",
                "{\"to\":null}                            | all   | ``",
                "{\"except\":[\"bob\"]}                   | all   | bob",
                "{\"to\":[\"ada\"],\"except\":null,\"x\":1} | ada   | ``",
                "{}                                       | all   | ``",
                "\"ada\"                                  | all   | ``",
                "[\"ada\"]                                | all   | ``",
            })
    void aimsAtTheUsersThatItNames(String hermes, String to, String except) {
        Aim aim = notifications.read(aimed(hermes), "m-1").aim();

        assertThat(aim.to()).isEqualTo(to == null ? null : users(to));
        assertThat(aim.except()).isEqualTo(users(except));
    }

    private static Set<String> users(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"to\":\"ada\"}", "{\"to\":{}}", "{\"to\":[null]}", "{\"to\":[[]]}", "{\"except\":7}"})
    void refusesAnAimAtWhatIsNoUser(String hermes) {
        assertThatExceptionOfType(UnreadableNotification.class)
                .isThrownBy(() -> notifications.read(aimed(hermes), "m-1"))
                .withMessageMatching("'hermes\\.(to|except)' must be an array of strings and numbers");
    }

    private static String aimed(String hermes) {
        return "{\"room_id\":\"r\",\"hermes\":" + hermes + "}";
    }

    private String frame(String body) {
        return notifications.read(body, "m-1").frame();
    }
}
