package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The text is bounded before it comes here, so nothing in it is too long or too much. */
class JsonSlicesBoundsTest {

    @Test
    void readsAValueUnderAVeryLongKey() throws IOException {
        String value = "{\"" + "k".repeat(60_000) + "\":1}";

        assertThat(slice("{\"data\":" + value + "}").equals(value)).isTrue();
    }

    @Test
    void readsAnObjectWhoseKeysShareOneHash() throws IOException {
        String value = object(keysThatShareOneHash(1_000));

        assertThat(slice("{\"data\":" + value + "}").equals(value)).isTrue();
    }

    @Test
    void readsWhatComesAfterManySuchKeys() throws IOException {
        slice("{\"data\":" + object(keysThatShareOneHash(150)) + "}");

        for (int i = 0; i < 100; i++) {
            String value = object("\"key-" + i + "\"");
            assertThat(slice("{\"data\":" + value + "}")).isEqualTo(value);
        }
    }

    /** "Ab" and "BA" weigh the same in Jackson's table of names. */
    private static String keysThatShareOneHash(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Integer.toBinaryString(i | 1 << 10).replace("0", "Ab").replace("1", "BA"))
                .collect(Collectors.joining("\":1,\"", "\"", "\""));
    }

    private static String object(String keys) {
        return "{" + keys + ":1}";
    }

    private static String slice(String text) throws IOException {
        return JsonSlices.of(text, Set.of("data"))
                .orElseThrow()
                .get("data")
                .orElseThrow()
                .json();
    }
}
