package dev.hermes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hermes.dev.Stacks;
import dev.hermes.dev.WebSocketClient;
import dev.hermes.dev.World;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 4 of the contract: what clients send. */
class ClientFrameIT {

    private final World world = new World(Stacks.shared());
    private final String room = "room-" + UUID.randomUUID();
    private WebSocketClient ada;
    private WebSocketClient bob;

    @BeforeEach
    void join() {
        ada = world.join("ada", room);
        bob = world.join("bob", room);
    }

    @AfterEach
    void leave() {
        world.close();
    }

    @Test
    void givesAFrameToTheWholeRoomSenderIncluded() throws Exception {
        WebSocketClient elsewhere = world.join("eve", room + "-2");

        ada.send("{\"action\":\"sendMessage\",\"data\":{\"b\":1.0,\"a\":[null]}}");

        assertThat(ada.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":{\"b\":1.0,\"a\":[null]}}");
        assertThat(bob.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":{\"b\":1.0,\"a\":[null]}}");
        elsewhere.ping();
        assertThat(elsewhere.frames()).isEmpty();
    }

    @Test
    void keepsTheOrderOfASendersFrames() throws Exception {
        for (int i = 0; i < 100; i++) {
            ada.send("{\"action\":\"sendMessage\",\"data\":" + i + "}");
        }

        for (int i = 0; i < 100; i++) {
            assertThat(bob.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":" + i + "}");
        }
    }

    @Test
    void sendsAUserThatIsANumberAsAString() throws Exception {
        WebSocketClient number = world.join("42", room);

        number.send("{\"action\":\"sendMessage\"}");

        assertThat(ada.frame()).isEqualTo("{\"user_id\":\"42\"}");
    }

    @Test
    void quotesAUserWithStrangeCharacters() throws Exception {
        WebSocketClient strange = world.join("a\"b\\\u0001", room);

        strange.send("{\"action\":\"sendMessage\",\"data\":0}");

        assertThat(ada.frame()).isEqualTo("{\"user_id\":\"a\\\"b\\\\\\u0001\",\"data\":0}");
    }

    @Test
    void believesNothingThatAFrameSaysOfItsSender() throws Exception {
        ada.send("{\"action\":\"sendMessage\",\"user_id\":\"bob\",\"room_id\":\"other\",\"Records\":[{}],\"data\":1}");

        assertThat(bob.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "",
                "[1,2]",
                "null",
                "{}",
                "{\"action\":1}",
                "{\"action\":null}",
                "{\"action\":\"other\"}",
                "{\"action\":\"$connect\"}",
                "{\"action\":\"$disconnect\"}",
                "\"sendMessage\"",
                "{\"action\":[\"sendMessage\"]}"
            })
    void answersWhatItDoesNotUnderstandAndGoesOn(String frame) throws Exception {
        ada.send(frame);

        assertThat(ada.frame())
                .matches("\\{\"message\":\"Forbidden\",\"connectionId\":\"[\\w-]{15}=\",\"requestId\":\"[\\w-]+\"}");
        ada.send("{\"action\":\"sendMessage\",\"data\":1}");
        assertThat(ada.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1}");
        assertThat(bob.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1}");
    }

    @Test
    void readsAMessageThatComesInParts() throws Exception {
        ada.sendInParts("{\"action\":\"sendMess", "age\",\"data\":1}");

        assertThat(bob.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":1}");
    }

    @Test
    void answersAPing() throws Exception {
        ada.ping();

        assertThat(ada.isOpen()).isTrue();
    }

    @Test
    void takesAMessageOfTheGreatestSize() throws Exception {
        String frame = "{\"action\":\"sendMessage\",\"data\":\"";
        String data = "x".repeat(128 * 1024 - frame.length() - 2);

        ada.send(frame + data + "\"}");

        assertThat(bob.frame()).isEqualTo("{\"user_id\":\"ada\",\"data\":\"" + data + "\"}");
    }

    @Test
    void closesOnAMessageOverTheGreatestSize() throws Exception {
        ada.send("x".repeat(128 * 1024 + 1));

        assertThat(ada.closeCode()).isEqualTo(1009);
        assertThat(bob.isOpen()).isTrue();
    }

    @Test
    void closesOnPartsThatAreTooLongTogether() throws Exception {
        ada.sendInParts("x".repeat(128 * 1024), "x");

        assertThat(ada.closeCode()).isEqualTo(1009);
    }
}
