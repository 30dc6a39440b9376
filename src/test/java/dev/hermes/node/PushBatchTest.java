package dev.hermes.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hermes.dev.RecordedTrace;
import dev.hermes.notification.Aim;
import dev.hermes.notification.Notification;
import dev.hermes.notification.Where;
import dev.hermes.tracing.Trace;
import dev.hermes.tracing.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushBatchTest {

    private static final String ROOM = "é 🙂 \"/\\";

    @Test
    void isReadAsItWasWritten() {
        List<Notification> notifications = List.of(
                new Notification("m-1", ROOM, "{\"data\": 1.0e2, \"x\":\"\\u00e9 \\n\"}", Aim.EVERYBODY),
                new Notification("", ROOM, "{\"data\":2}", new Aim(Set.of("ada", "7"), Set.of("bob"))),
                new Notification("m-3", ROOM, "{\"data\":3}", new Aim(null, Set.of("bob"))),
                new Notification("m-4", ROOM, "{\"data\":4}", new Aim(Set.of(), Set.of())),
                new Notification(
                        "m-5",
                        ROOM,
                        "{\"data\":5}",
                        new Aim(
                                Set.of("ada"),
                                Set.of(),
                                List.of(
                                        new Where("role \"é", Set.of("staff", ""), false),
                                        new Where("device", Set.of("tv"), true)))));

        assertThat(PushBatch.read(PushBatch.write(ROOM, notifications).getBytes(UTF_8), Tracing.OFF))
                .isEqualTo(notifications);
    }

    @Test
    void namesNobodyWhereANotificationIsForEverybody() {
        assertThat(PushBatch.write("lobby", List.of(new Notification("m-1", "lobby", "{}", Aim.EVERYBODY))))
                .isEqualTo("{\"room\":\"lobby\",\"pushes\":[{\"id\":\"m-1\",\"frame\":\"{}\"}]}");
    }

    @Test
    void asksForAttributesOnlyWhereANotificationDoes() {
        Aim aim = new Aim(null, Set.of(), List.of(new Where("role", Set.of("staff"), false)));

        assertThat(PushBatch.write("lobby", List.of(new Notification("m-1", "lobby", "{}", aim))))
                .isEqualTo("{\"room\":\"lobby\",\"pushes\":[{\"id\":\"m-1\",\"frame\":\"{}\",\"where\":"
                        + "[{\"attribute\":\"role\",\"values\":[\"staff\"]}]}]}");
    }

    @Test
    void carriesTheTraceOfWhatIsTraced() {
        Trace there = new RecordedTrace();
        List<String> pushed = new ArrayList<>();
        Tracing tracing = new Tracing() {
            @Override
            public Trace pushed(String id, String roomId, String traceparent) {
                pushed.add(id + " " + roomId + " " + traceparent);
                return there;
            }
        };
        Notification traced =
                new Notification("m-1", "lobby", "{}", Aim.EVERYBODY, Notification.BY_NO_QUEUE, 0, new RecordedTrace());
        Notification other = new Notification("m-2", "lobby", "{}", Aim.EVERYBODY);

        byte[] batch = PushBatch.write("lobby", List.of(traced, other)).getBytes(UTF_8);

        assertThat(PushBatch.read(batch, tracing))
                .extracting(Notification::trace)
                .containsExactly(there, there);
        assertThat(pushed).containsExactly("m-1 lobby " + traced.trace().parent(), "m-2 lobby null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"room\":\"lobby\"}",
                "{\"pushes\":[]}",
                "{\"room\":7,\"pushes\":[]}",
                "{\"room\":\"lobby\",\"pushes\":[{\"id\":\"m-1\"}]}",
                "{\"room\":\"lobby\",\"pushes\":[{\"frame\":\"{}\"}]}",
                "{\"room\":\"lobby\",\"pushes\":[{\"id\":\"m-1\",\"frame\":\"{}\",\"where\":[{\"values\":[]}]}]}",
                "{\"room\":\"lobby\",\"pushes\":[{\"id\":\"m-1\",\"frame\":\"{}\",\"where\":[7]}]}",
                "{\"room\":\"lobby\",\"pushes\":[{\"id\":1,\"frame\":\"{}\"}]}"
            })
    void refusesAnythingElse(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> PushBatch.read(body.getBytes(UTF_8), Tracing.OFF));
    }
}
