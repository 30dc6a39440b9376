package dev.hermes.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares slices with what was put in, for many values and at many places of the text. */
class JsonSlicesOfAnyValueTest {

    private static final String[] NUMBERS = {"0", "-0", "1.0", "1e400", "-12.50E+3", "12345678901234567890", "7"};
    private static final String[] CHARACTERS = {
        "a", "é", "€", "🙂", "\\n", "\\\"", "\\\\", "\\u00e9", "}", "{", "]", ",", ":"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t", " \r\n "};
    private static final int VALUES = 2_000;
    /** Jackson reads longer texts than this through a buffer, of 4,000 characters. */
    private static final int BUFFERED_FROM = 0x8000;

    private final Random random = new Random(20260108);

    @Test
    void isTheValueThatWasPutIn() throws IOException {
        for (int i = 0; i < VALUES; i++) {
            String user = value(1);
            String data = value(4);
            String text = "{" + member("other", value(3)) + "," + member("user_id", user) + "," + member("data", data)
                    + (random.nextBoolean() ? "," + member("more", value(2)) : "") + "}" + space();

            JsonSlices slices = JsonSlices.of(text, Set.of("user_id", "data")).orElseThrow();

            assertThat(slices.get("user_id").orElseThrow().json()).as(text).isEqualTo(user);
            assertThat(slices.get("data").orElseThrow().json()).as(text).isEqualTo(data);
        }
    }

    @Test
    void isTheValueThatWasPutInWhereverABufferEnds() throws IOException {
        String[] values = {
            "-12.50E+3", "\"a\\u00e9\\\"🙂\"", "null", "false", "[1.0, {\"a\": 1e400}]", "{\"b\":[ ]}", "0", "\"\""
        };
        for (String value : values) {
            for (int before = 3_960; before <= 4_010; before++) {
                String text = "{\"p\":\"" + "p".repeat(before) + "\",\"data\":" + value + ", \"q\":\""
                        + "q".repeat(BUFFERED_FROM) + "\"}";

                JsonSlices slices = JsonSlices.of(text, Set.of("data")).orElseThrow();

                assertThat(slices.get("data").orElseThrow().json())
                        .as("after %d", before)
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void isTheValueThatWasPutInAtTheEndOfALongText() throws IOException {
        for (int before = BUFFERED_FROM - 60; before <= BUFFERED_FROM + 4_060; before++) {
            String text = "{\"p\":\"" + "p".repeat(before) + "\",\"data\": 12.50}";

            JsonSlices slices = JsonSlices.of(text, Set.of("data")).orElseThrow();

            assertThat(slices.get("data").orElseThrow().json())
                    .as("after %d", before)
                    .isEqualTo("12.50");
        }
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3, 4 -> string();
            case 5 -> members("[", "]", () -> value(depth - 1));
            default -> members("{", "}", () -> string() + space() + ":" + space() + value(depth - 1));
        };
    }

    private String members(String open, String close, Supplier<String> member) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> space() + member.get() + space())
                .collect(Collectors.joining(",", open + space(), close));
    }

    private String string() {
        return random.ints(random.nextInt(12), 0, CHARACTERS.length)
                .mapToObj(i -> CHARACTERS[i])
                .collect(Collectors.joining("", "\"", "\""));
    }

    private String member(String key, String value) {
        return space() + "\"" + key + "\"" + space() + ":" + space() + value + space();
    }

    private String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }
}
